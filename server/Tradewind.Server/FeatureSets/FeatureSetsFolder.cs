using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Server.Mapping;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using V1FeatureSet = Tradewind.V1.FeatureSetSpec;

namespace Tradewind.Server.FeatureSets;

/// <summary>Reads the folder of feature sets, one YAML file each; everything wrong with them is reported at once, by file and line.</summary>
internal static partial class FeatureSetsFolder
{
    private const string Ending = ".yaml";
    private const string Reason = "FEATURE_SETS_INVALID";
    private const string BuiltIn = "features/";

    private static readonly string[] s_keys = ["description", "features"];
    private static readonly Frame s_nothing = new(ReadOnlyMemory<long>.Empty, Timeframe.Day, everyDay: true, []);

    /// <summary>The sets of a folder, or the built-in ones.</summary>
    /// <param name="path">Folder; empty for the sets the server was built with.</param>
    /// <exception cref="InvalidInputException">The folder cannot be read or a file is wrong; violations name file and line.</exception>
    public static FeatureSetDirectory Load(string path)
    {
        List<FieldViolation> violations = [];
        List<NamedSet> sets = [];
        foreach ((string name, TextReader text) in path.Length == 0 ? BuiltInTexts() : Texts(path))
        {
            using (text)
            {
                List<FieldViolation> own = [];
                NamedSet? set = Read(text, Path.GetFileNameWithoutExtension(name), own);
                violations.AddRange(own.Select(violation => new FieldViolation($"{Path.GetFileName(name)}, {violation.Field}", violation.Description)));
                sets.AddRange(set is not null && own.Count == 0 ? [set] : []);
            }
        }

        return violations.Count == 0 ? new FeatureSetDirectory(sets) : throw new InvalidInputException(
            Reason,
            $"The feature sets{(path.Length == 0 ? "" : $" in {path}")} cannot be used. {string.Join(" ", violations.Take(10).Select(violation => $"{violation.Field}: {violation.Description}"))}",
            violations);
    }

    /// <summary>Place of a node for messages.</summary>
    public static string Line(YamlNode node) => string.Create(CultureInfo.InvariantCulture, $"line {node.Start.Line}");

    private static NamedSet? Read(TextReader text, string name, List<FieldViolation> violations)
    {
        if (!NameForm().IsMatch(name))
        {
            violations.Add(new FieldViolation("name", $"'{name}' must have small letters, digits and '_' only and begin with a letter; rename the file."));
        }

        YamlStream yaml = [];
        try
        {
            yaml.Load(text);
        }
        catch (YamlException error)
        {
            violations.Add(new FieldViolation($"line {error.Start.Line}", $"This is no YAML: {error.Message}"));
            return null;
        }

        if (yaml.Documents.Count == 0 || yaml.Documents[0].RootNode is not YamlMappingNode root
            || !root.Children.TryGetValue(new YamlScalarNode("features"), out YamlNode? features))
        {
            violations.Add(new FieldViolation("line 1", "The file needs the key 'features' with the fields of a feature set."));
            return null;
        }

        violations.AddRange(root.Children.Keys.Where(key => !s_keys.Contains(key.ToString(), StringComparer.Ordinal))
            .Select(key => new FieldViolation(Line(key), $"unknown key '{key}'. Known: {string.Join(", ", s_keys)}.")));
        string description = root.Children.TryGetValue(new YamlScalarNode("description"), out YamlNode? told) ? told.ToString() : "";
        MessageYaml reader = new(violations);
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
                Line(reader.PlaceOf(violation.Field) ?? features), $"{violation.Field} {violation.Description}")));
            return null;
        }
    }

    private static IEnumerable<(string Name, TextReader Text)> Texts(string path)
    {
        string[] files;
        try
        {
            files = Directory.GetFiles(path, $"*{Ending}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException(
                Reason, $"The folder of feature sets {path} cannot be read: {error.Message}",
                [new FieldViolation("features", "Name a folder that exists, or leave the setting out.")], error);
        }

        return files.Order(StringComparer.Ordinal).Select(file => (file, (TextReader)new StreamReader(file)));
    }

    private static IEnumerable<(string Name, TextReader Text)> BuiltInTexts()
    {
        Assembly assembly = Assembly.GetExecutingAssembly();
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(BuiltIn, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(name => (name, (TextReader)new StreamReader(assembly.GetManifestResourceStream(name)!)));
    }

    [GeneratedRegex("^[a-z][a-z0-9_]*$")]
    private static partial Regex NameForm();
}
