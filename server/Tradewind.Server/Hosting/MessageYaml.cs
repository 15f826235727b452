using System.Globalization;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Tradewind.Domain.Errors;
using YamlDotNet.RepresentationModel;

namespace Tradewind.Server.Hosting;

/// <summary>
/// Reads a message from YAML by the names of its fields. Files and requests have the same fields then, whatever is added to the message.
/// Everything wrong is collected by line.
/// </summary>
/// <param name="violations">Receives what is wrong.</param>
/// <param name="rootName">What to call the root in messages.</param>
internal sealed class MessageYaml(List<FieldViolation> violations, string rootName)
{
    private readonly Dictionary<string, YamlNode> _places = new(StringComparer.Ordinal);

    /// <summary>Fills a message.</summary>
    /// <param name="message">Message to fill.</param>
    /// <param name="node">Mapping with its fields.</param>
    /// <param name="path">Path of the message, empty for the root.</param>
    public void Fill(IMessage message, YamlNode node, string path = "")
    {
        if (node is not YamlMappingNode mapping)
        {
            Refuse(node, $"{(path.Length == 0 ? rootName : path)} must be a mapping of fields to values.");
            return;
        }

        IList<FieldDescriptor> fields = message.Descriptor.Fields.InDeclarationOrder();
        foreach ((YamlNode key, YamlNode value) in mapping.Children)
        {
            string name = key.ToString();
            string place = path.Length == 0 ? name : $"{path}.{name}";
            _places[place] = value;
            if (fields.FirstOrDefault(field => field.Name == name) is { } field)
            {
                Set(message, field, value, place);
                continue;
            }

            string[] names = [.. fields.Select(known => known.Name)];
            Refuse(key, $"unknown field '{place}'{(NearestName.Find(name, names) is { } near ? $", did you mean '{near}'?" : $". Known: {string.Join(", ", names)}.")}");
        }
    }

    /// <summary>The node of the longest known beginning of a field path, or null.</summary>
    public YamlNode? PlaceOf(string path)
    {
        for (int length = path.Length; length > 0; length = path.LastIndexOfAny(['.', '[', '_'], length - 1))
        {
            string start = path[..length];
            if (_places.FirstOrDefault(place => place.Key.StartsWith(start, StringComparison.Ordinal)).Value is { } node)
            {
                return node;
            }
        }

        return null;
    }

    private void Set(IMessage message, FieldDescriptor field, YamlNode node, string path)
    {
        if (field.IsMap)
        {
            SetMap(message, field, node, path);
            return;
        }

        if (!field.IsRepeated)
        {
            if (Value(message, field, node, path) is { } value)
            {
                field.Accessor.SetValue(message, value);
            }

            return;
        }

        if (node is not YamlSequenceNode items)
        {
            Refuse(node, $"{path} must be a list such as [one, two].");
            return;
        }

        System.Collections.IList list = (System.Collections.IList)field.Accessor.GetValue(message);
        foreach ((YamlNode item, int i) in items.Select((item, i) => (item, i)))
        {
            string place = string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]");
            _places[place] = item;
            if (Value(message, field, item, place) is { } value)
            {
                list.Add(value);
            }
        }
    }

    // Maps of text to text, the only ones files write; numbers and flags stand there as they are written.
    private void SetMap(IMessage message, FieldDescriptor field, YamlNode node, string path)
    {
        if (node is not YamlMappingNode entries || entries.Children.Values.Any(value => value is not YamlScalarNode))
        {
            Refuse(node, $"{path} must be a mapping of names to single values.");
            return;
        }

        System.Collections.IDictionary map = (System.Collections.IDictionary)field.Accessor.GetValue(message);
        foreach ((YamlNode key, YamlNode value) in entries.Children)
        {
            _places[$"{path}[{key}]"] = value;
            map[key.ToString()] = ((YamlScalarNode)value).Value ?? "";
        }
    }

    private object? Value(IMessage message, FieldDescriptor field, YamlNode node, string path)
    {
        if (field.FieldType == FieldType.Message)
        {
            IMessage inner = field.MessageType.Parser.ParseFrom(ByteString.Empty);
            Fill(inner, node, path);
            return inner;
        }

        string text = node is YamlScalarNode scalar ? scalar.Value ?? "" : "";
        object? value = node is not YamlScalarNode ? null : field.FieldType switch
        {
            FieldType.String => text,
            FieldType.Bool => text is "true" or "false" ? text == "true" : null,
            FieldType.Int32 => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : null,
            FieldType.Double => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null,
            FieldType.Enum => EnumValue(field.EnumType, text),
            _ => throw new InvalidOperationException($"{message.Descriptor.Name}.{field.Name} has a type files cannot write: {field.FieldType}."),
        };
        if (value is null)
        {
            Refuse(node, $"{path} must be {Expected(field)}, got '{(node is YamlScalarNode ? text : "something else")}'.");
        }

        return value;
    }

    private static string Expected(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Bool => "true or false",
        FieldType.Int32 => "a whole number",
        FieldType.Double => "a number",
        FieldType.Enum => $"one of {string.Join(", ", field.EnumType.Values.Skip(1).Select(ShortName))}",
        _ => "a single value",
    };

    private static object? EnumValue(EnumDescriptor type, string text) =>
        type.Values.FirstOrDefault(value => value.Number != 0 && ShortName(value) == text) is { } found ? Enum.ToObject(type.ClrType, found.Number) : null;

    // CORRELATION_METHOD_PEARSON → pearson: what follows the name of the enum.
    private static string ShortName(EnumValueDescriptor value)
    {
        string prefix = string.Concat(value.EnumDescriptor.Name.Select((c, i) => char.IsUpper(c) && i > 0 ? $"_{c}" : $"{char.ToUpperInvariant(c)}"));
        return value.Name[(prefix.Length + 1)..].ToLowerInvariant();
    }

    private void Refuse(YamlNode node, string description) => violations.Add(new FieldViolation(YamlFolder.Line(node), description));
}
