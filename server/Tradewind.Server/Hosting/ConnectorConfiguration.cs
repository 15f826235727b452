using System.ComponentModel.DataAnnotations;
using Tradewind.Domain.Errors;
using Tradewind.Sources.Connectors;
using YamlDotNet.RepresentationModel;

namespace Tradewind.Server.Hosting;

/// <summary>Reads the list <c>connectors</c> of the configuration file.</summary>
internal static class ConnectorConfiguration
{
    private static readonly string[] Keys = ["name", "command", "args", "env", "working_directory"];

    /// <summary>The connectors of the list.</summary>
    /// <exception cref="ValidationException">An entry is wrong; the message names it.</exception>
    public static List<ConnectorProcessOptions> Read(YamlNode node, string where)
    {
        if (node is YamlScalarNode { Value: null or "" })
        {
            return [];
        }

        List<ConnectorProcessOptions> connectors = [];
        foreach (YamlNode entry in node is YamlSequenceNode list ? list.Children : throw new ValidationException($"{where}connectors must be a list."))
        {
            ConnectorProcessOptions connector = ReadEntry(entry, $"{where}connectors[{connectors.Count}]");
            connectors.Add(connectors.Any(other => other.Name == connector.Name)
                ? throw new ValidationException($"{where}connectors: '{connector.Name}' is there twice.")
                : connector);
        }

        return connectors;
    }

    private static ConnectorProcessOptions ReadEntry(YamlNode entry, string where)
    {
        if (entry is not YamlMappingNode mapping)
        {
            throw new ValidationException($"{where} must be a mapping with the keys {string.Join(", ", Keys)}.");
        }

        Dictionary<string, YamlNode> values = mapping.Children.ToDictionary(pair => pair.Key.ToString(), pair => pair.Value, StringComparer.Ordinal);
        foreach (string unknown in values.Keys.Except(Keys, StringComparer.Ordinal))
        {
            string? near = NearestName.Find(unknown, Keys);
            throw new ValidationException($"{where}: unknown key '{unknown}'{(near is null ? "" : $", did you mean '{near}'?")} Known keys: {string.Join(", ", Keys)}.");
        }

        string name = Text(values, "name", where);
        if (!ConnectorAddress.IsName(name))
        {
            throw new ValidationException($"{where}.name must be lower-case letters, digits, '.', '-' and '_', got '{name}'.");
        }

        string command = Text(values, "command", where);
        return command.Length == 0
            ? throw new ValidationException($"{where}.command is required: the program that connects, such as node or python3.")
            : new ConnectorProcessOptions
            {
                Name = name,
                Command = command,
                Arguments = List(values, "args", where),
                Environment = [.. List(values, "env", where).Select(variable => variable.Contains('=', StringComparison.Ordinal)
                    ? throw new ValidationException($"{where}.env holds names of environment variables only; set the value of {variable[..variable.IndexOf('=', StringComparison.Ordinal)]} in the server's environment.")
                    : variable)],
                WorkingDirectory = Text(values, "working_directory", where),
            };
    }

    private static string Text(Dictionary<string, YamlNode> values, string key, string where) => !values.TryGetValue(key, out YamlNode? node) ? ""
        : node is YamlScalarNode scalar ? scalar.Value ?? ""
        : throw new ValidationException($"{where}.{key} must be a single value.");

    private static IReadOnlyList<string> List(Dictionary<string, YamlNode> values, string key, string where) => !values.TryGetValue(key, out YamlNode? node) ? []
        : node is YamlSequenceNode list && list.Children.All(item => item is YamlScalarNode) ? [.. list.Children.Select(item => ((YamlScalarNode)item).Value ?? "")]
        : throw new ValidationException($"{where}.{key} must be a list of values.");
}
