using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Server.Hosting;
using Tradewind.Server.Mapping;
using YamlDotNet.RepresentationModel;
using V1FeatureSet = Tradewind.V1.FeatureSetSpec;

namespace Tradewind.Server.FeatureSets;

/// <summary>Reads the folder of feature sets, one YAML file each.</summary>
internal static class FeatureSetsFolder
{
    private static readonly string[] s_keys = ["description", "features"];
    private static readonly Frame s_nothing = new(ReadOnlyMemory<long>.Empty, Timeframe.Day, everyDay: true, []);

    /// <summary>The sets of a folder, or the built-in ones.</summary>
    /// <param name="path">Folder; empty for the sets the server was built with.</param>
    /// <exception cref="InvalidInputException">The folder cannot be read or a file is wrong; violations name file and line.</exception>
    public static FeatureSetDirectory Load(string path) =>
        new(new YamlFolder("feature sets", "features", "FEATURE_SETS_INVALID").Read<NamedSet>(path, Read));

    private static NamedSet? Read(string name, YamlMappingNode root, List<FieldViolation> violations)
    {
        if (!root.Children.TryGetValue(new YamlScalarNode("features"), out YamlNode? features))
        {
            violations.Add(new FieldViolation("line 1", "The file needs the key 'features' with the fields of a feature set."));
            return null;
        }

        violations.AddRange(root.Children.Keys.Where(key => !s_keys.Contains(key.ToString(), StringComparer.Ordinal))
            .Select(key => new FieldViolation(YamlFolder.Line(key), $"unknown key '{key}'. Known: {string.Join(", ", s_keys)}.")));
        string description = root.Children.TryGetValue(new YamlScalarNode("description"), out YamlNode? told) ? told.ToString() : "";
        MessageYaml reader = new(violations, "features");
        V1FeatureSet message = new();
        reader.Fill(message, features);
        return violations.Count == 0 ? Check(new NamedSet(name, description, message, ""), reader, features, violations) : null;
    }

    private static NamedSet? Check(NamedSet set, MessageYaml reader, YamlNode features, List<FieldViolation> violations)
    {
        try
        {
            return set with { Hash = FeatureSetReader.Read(set.Features, s_nothing).ComputeHash() };
        }
        catch (InvalidInputException error)
        {
            violations.AddRange(error.Violations.Select(violation => new FieldViolation(
                YamlFolder.Line(reader.PlaceOf(violation.Field) ?? features), $"{violation.Field} {violation.Description}")));
            return null;
        }
    }
}
