using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Tradewind.Domain.Errors;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Tradewind.Server.Hosting;

/// <summary>
/// A folder of YAML files that each describe one thing under the name of the file; everything wrong with them is reported at once, by file
/// and line.
/// </summary>
/// <param name="kind">What the files describe, in the plural: "feature sets".</param>
/// <param name="setting">Setting that names the folder; also the folder of the built-in ones.</param>
/// <param name="reason">Reason of the errors.</param>
internal sealed partial class YamlFolder(string kind, string setting, string reason)
{
    private const string Ending = ".yaml";

    /// <summary>Reads one file: its name, its root, and where to put what is wrong, with a place such as "line 3".</summary>
    public delegate T? Reader<out T>(string name, YamlMappingNode root, List<FieldViolation> violations)
        where T : class;

    /// <summary>Reads every file.</summary>
    /// <param name="path">Folder; empty for the files the server was built with.</param>
    /// <param name="read">Reads one.</param>
    /// <exception cref="InvalidInputException">The folder cannot be read or a file is wrong; violations name file and line.</exception>
    public List<T> Read<T>(string path, Reader<T> read)
        where T : class
    {
        List<FieldViolation> violations = [];
        List<T> items = [];
        foreach ((string name, TextReader text) in path.Length == 0 ? BuiltInTexts() : Texts(path))
        {
            using (text)
            {
                List<FieldViolation> own = [];
                T? item = ReadOne(text, Path.GetFileNameWithoutExtension(name), read, own);
                violations.AddRange(own.Select(violation => new FieldViolation($"{Path.GetFileName(name)}, {violation.Field}", violation.Description)));
                items.AddRange(item is not null && own.Count == 0 ? [item] : []);
            }
        }

        return violations.Count == 0 ? items : throw new InvalidInputException(
            reason,
            $"The {kind}{(path.Length == 0 ? "" : $" in {path}")} cannot be used. {string.Join(" ", violations.Take(10).Select(violation => $"{violation.Field}: {violation.Description}"))}",
            violations);
    }

    /// <summary>Place of a node for messages.</summary>
    public static string Line(YamlNode node) => string.Create(CultureInfo.InvariantCulture, $"line {node.Start.Line}");

    private static T? ReadOne<T>(TextReader text, string name, Reader<T> read, List<FieldViolation> violations)
        where T : class
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

        YamlMappingNode root = yaml.Documents.Count > 0 && yaml.Documents[0].RootNode is YamlMappingNode mapping ? mapping : [];
        return read(name, root, violations);
    }

    private IEnumerable<(string Name, TextReader Text)> Texts(string path)
    {
        string[] files;
        try
        {
            files = Directory.GetFiles(path, $"*{Ending}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException(
                reason, $"The folder of {kind} {path} cannot be read: {error.Message}",
                [new FieldViolation(setting, "Name a folder that exists, or leave the setting out.")], error);
        }

        return files.Order(StringComparer.Ordinal).Select(file => (file, (TextReader)new StreamReader(file)));
    }

    private IEnumerable<(string Name, TextReader Text)> BuiltInTexts()
    {
        Assembly assembly = Assembly.GetExecutingAssembly();
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith($"{setting}/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(name => (name, (TextReader)new StreamReader(assembly.GetManifestResourceStream(name)!)));
    }

    [GeneratedRegex("^[a-z][a-z0-9_]*$")]
    private static partial Regex NameForm();
}
