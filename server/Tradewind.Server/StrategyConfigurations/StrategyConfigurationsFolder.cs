using System.Security.Cryptography;
using Google.Protobuf;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Strategies;
using Tradewind.Server.Backtests;
using Tradewind.Server.Hosting;
using Tradewind.Server.Mapping;
using Tradewind.V1;
using YamlDotNet.RepresentationModel;

namespace Tradewind.Server.StrategyConfigurations;

/// <summary>Reads the folder of named strategies, one YAML file each.</summary>
internal static class StrategyConfigurationsFolder
{
    private const string DescriptionKey = "description";

    /// <summary>The configurations of a folder, or the built-in ones.</summary>
    /// <param name="path">Folder; empty for those the server was built with.</param>
    /// <param name="strategies">What may be configured.</param>
    /// <exception cref="InvalidInputException">The folder cannot be read or a file is wrong; violations name file and line.</exception>
    public static StrategyConfigurationDirectory Load(string path, StrategyDirectory strategies) => new(
        new YamlFolder("strategies", "strategies", "STRATEGY_CONFIGURATIONS_INVALID").Read<StrategyConfiguration>(
            path, (name, root, violations) => Read(name, root, strategies, violations)));

    private static StrategyConfiguration? Read(string name, YamlMappingNode root, StrategyDirectory strategies, List<FieldViolation> violations)
    {
        YamlMappingNode fields = new(root.Children.Where(pair => pair.Key.ToString() != DescriptionKey));
        MessageYaml reader = new(violations, "the file");
        StrategyConfiguration configuration = new() { Name = name, Spec = new StrategyConfigurationSpec() };
        configuration.Description = root.Children.TryGetValue(new YamlScalarNode(DescriptionKey), out YamlNode? told) ? told.ToString() : "";
        reader.Fill(configuration.Spec, fields);
        if (configuration.Spec.Strategy.Length == 0 && violations.Count == 0)
        {
            violations.Add(new FieldViolation("line 1", "The file needs the key 'strategy' with the id of a strategy."));
        }

        return violations.Count == 0 ? Check(configuration, reader, root, strategies, violations) : null;
    }

    private static StrategyConfiguration? Check(
        StrategyConfiguration configuration, MessageYaml reader, YamlMappingNode root, StrategyDirectory strategies, List<FieldViolation> violations)
    {
        StrategyConfigurationSpec spec = configuration.Spec;
        try
        {
            StrategyDescriptor descriptor = strategies.Describe(spec.Strategy);
            configuration.ResolvedParameters.Add(StrategyParameters.Resolve(descriptor, spec.Parameters).Values.ToDictionary());
            TradingSettingsReader.Read(spec.Settings, "settings");
            if (spec.Acceptance is not null)
            {
                AcceptanceRuleReader.ReadThresholds(spec.Acceptance, "");
            }

            string[] known = [.. descriptor.Parameters.Select(parameter => parameter.Name)];
            violations.AddRange(spec.Axes.Select((axis, i) => (axis, i)).Where(entry => !known.Contains(entry.axis.Name)).Select(entry => new FieldViolation(
                YamlFolder.Line(reader.PlaceOf($"axes[{entry.i}]") ?? root), $"axes[{entry.i}]: '{entry.axis.Name}' is not a parameter of {spec.Strategy}.")));
        }
        catch (NotFoundException error)
        {
            violations.Add(new FieldViolation(YamlFolder.Line(reader.PlaceOf("strategy") ?? root), error.Message));
        }
        catch (InvalidInputException error)
        {
            violations.AddRange(error.Violations.Select(violation => new FieldViolation(
                YamlFolder.Line(reader.PlaceOf(violation.Field) ?? root), $"{violation.Field} {violation.Description}")));
        }

        configuration.Hash = HashOf(configuration);
        return violations.Count == 0 ? configuration : null;
    }

    // The message with its maps in order: a map of a message has none of its own, and the same file has to give the same hash.
    private static string HashOf(StrategyConfiguration configuration)
    {
        StrategyConfigurationSpec spec = configuration.Spec.Clone();
        spec.Parameters.Clear();
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(spec.ToByteArray());
        foreach ((string name, string value) in configuration.ResolvedParameters.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes($"\n{name}={value}"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
