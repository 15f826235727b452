using System.Globalization;
using System.Reflection;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market.Registry;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Tradewind.Server.Instruments;

/// <summary>Reads <c>instruments.yaml</c>; everything wrong with it is reported at once, by line.</summary>
internal static class InstrumentsFile
{
    private const string BuiltIn = "instruments.yaml";

    /// <summary>The registry of a file, or the built-in one.</summary>
    /// <param name="path">File; empty for the list the server was built with.</param>
    /// <exception cref="InvalidInputException">The file cannot be read or an entry is wrong; violations name line and key.</exception>
    public static InstrumentRegistry Load(string path)
    {
        if (path.Length == 0)
        {
            using Stream resource = Assembly.GetExecutingAssembly().GetManifestResourceStream(BuiltIn)!;
            using StreamReader text = new(resource);
            return Read(text, BuiltIn);
        }

        try
        {
            using StreamReader text = new(path);
            return Read(text, path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException(
                "INSTRUMENTS_INVALID", $"The instruments file {path} cannot be read: {error.Message}", [new FieldViolation("instruments", "Name a file that exists, or leave the setting out.")], error);
        }
    }

    /// <summary>Reads a text.</summary>
    /// <param name="text">YAML with the key <c>instruments</c>.</param>
    /// <param name="name">For messages.</param>
    public static InstrumentRegistry Read(TextReader text, string name)
    {
        YamlStream yaml = [];
        try
        {
            yaml.Load(text);
        }
        catch (YamlException error)
        {
            throw Invalid(name, [new FieldViolation($"line {error.Start.Line}", $"This is no YAML: {error.Message}")]);
        }

        if (yaml.Documents.Count == 0 || yaml.Documents[0].RootNode is not YamlMappingNode root
            || !root.Children.TryGetValue(new YamlScalarNode("instruments"), out YamlNode? list) || list is not YamlSequenceNode entries)
        {
            throw Invalid(name, [new FieldViolation("instruments", "The file needs the key 'instruments' with a list.")]);
        }

        List<FieldViolation> violations =
        [
            .. root.Children.Keys.Where(key => key.ToString() != "instruments")
                .Select(key => new FieldViolation(Line(key), $"unknown key '{key}'; the file has the key 'instruments' only.")),
        ];
        List<InstrumentEntry> read = [];
        Dictionary<string, string> owners = new(StringComparer.OrdinalIgnoreCase);
        foreach (YamlNode node in entries)
        {
            if (InstrumentYaml.Read(node, violations) is { } entry && IsNew(entry, node, owners, violations))
            {
                read.Add(entry);
            }
        }

        return violations.Count == 0 ? InstrumentRegistry.Of(read) : throw Invalid(name, violations);
    }

    /// <summary>Place of a node for messages.</summary>
    public static string Line(YamlNode node) => string.Create(CultureInfo.InvariantCulture, $"line {node.Start.Line}");

    private static bool IsNew(InstrumentEntry entry, YamlNode node, Dictionary<string, string> owners, List<FieldViolation> violations)
    {
        bool isNew = true;
        foreach (string name in entry.Aliases.Prepend(entry.Instrument.Id))
        {
            if (!owners.TryAdd(name, Line(node)))
            {
                violations.Add(new FieldViolation(Line(node), $"'{name}' is an id or alias of the entry on {owners[name]} already; each belongs to one instrument."));
                isNew = false;
            }
        }

        return isNew;
    }

    private static InvalidInputException Invalid(string name, IReadOnlyList<FieldViolation> violations) => new(
        "INSTRUMENTS_INVALID",
        $"{name}: {string.Join(" ", violations.Take(10).Select(violation => $"{violation.Field}: {violation.Description}"))}", violations);
}
