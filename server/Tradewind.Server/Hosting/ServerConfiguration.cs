using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Tradewind.Domain.Errors;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Tradewind.Server.Hosting;

/// <summary>
/// Reads <see cref="ServerOptions"/>: defaults, then the YAML file, then <c>TRADEWIND_*</c> environment variables, then
/// <c>--key value</c> arguments. A misspelled key stops the start and names the nearest right one.
/// </summary>
public static class ServerConfiguration
{
    private const string EnvironmentPrefix = "TRADEWIND_";
    private const string FileKey = "config";
    private const string ConnectionKey = "storage_connection";
    private const string ConnectorsKey = "connectors";

    private static readonly string[] Secrets = ["tls_password", "glassnode_api_key", "coinmetrics_api_key"];

    // Names under which other tools know the same keys; the server's own names win.
    private static readonly Dictionary<string, string> CommonNames = new() { ["GLASSNODE_API_KEY"] = "glassnode_api_key", ["COINMETRICS_API_KEY"] = "coinmetrics_api_key" };

    private static readonly Dictionary<string, PropertyInfo> Properties = typeof(ServerOptions).GetProperties()
        .Where(property => property.Name != nameof(ServerOptions.Connectors))
        .ToDictionary(property => SnakeCase(property.Name), StringComparer.Ordinal);

    /// <summary>Reads and checks the settings.</summary>
    /// <param name="arguments">Command line: <c>--listen 127.0.0.1:0 --data folder --config file.yaml</c>.</param>
    /// <param name="environment">Environment variables.</param>
    /// <exception cref="ValidationException">A key is unknown or a value does not fit; the message names it.</exception>
    public static ServerOptions Read(IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        Dictionary<string, string> commandLine = ReadArguments(arguments);
        ServerOptions options = new();
        string? file = commandLine.GetValueOrDefault(FileKey) ?? environment.GetValueOrDefault(EnvironmentPrefix + "CONFIG");
        foreach ((string key, YamlNode node) in file is null ? [] : ReadYaml(file))
        {
            if (key == ConnectorsKey)
            {
                options.Connectors = ConnectorConfiguration.Read(node, $"{file}: ");
                continue;
            }

            RefuseSecret(key, $"{file}: ");
            // A misspelled key is named as such whatever its value looks like.
            _ = PropertyOf(key, $"{file}: ");
            Set(options, key, node is YamlScalarNode scalar ? scalar.Value ?? "" : throw new ValidationException($"{file}: {key} must be a single value."), $"{file}: ");
        }

        foreach ((string name, string key) in CommonNames)
        {
            if (environment.TryGetValue(name, out string? value))
            {
                Set(options, key, value, "environment: ");
            }
        }

        foreach ((string key, PropertyInfo _) in Properties)
        {
            if (environment.TryGetValue(EnvironmentPrefix + key.ToUpperInvariant(), out string? value))
            {
                Set(options, key, value, "environment: ");
            }
        }

        foreach ((string key, string value) in commandLine.Where(pair => pair.Key != FileKey))
        {
            RefuseSecret(key, "command line: ");
            if (key == ConnectionKey)
            {
                throw new ValidationException($"command line: {key} is taken from the environment or the file only: set {EnvironmentPrefix}{ConnectionKey.ToUpperInvariant()}.");
            }

            Set(options, key, value, "command line: ");
        }

        string beside = file is null ? "" : Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, "instruments.yaml");
        if (options.Instruments.Length == 0 && File.Exists(beside))
        {
            options.Instruments = beside;
        }

        string sets = file is null ? "" : Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, "features");
        if (options.Features.Length == 0 && Directory.Exists(sets))
        {
            options.Features = sets;
        }

        string strategies = file is null ? "" : Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, "strategies");
        if (options.Strategies.Length == 0 && Directory.Exists(strategies))
        {
            options.Strategies = strategies;
        }

        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        _ = options.Endpoint();
        _ = options.WebEndpoint();
        _ = options.Origins();
        _ = options.OnChain();
        if (options.TlsCertificate.Length == 0 && (options.TlsKey.Length > 0 || options.TlsClientCa.Length > 0))
        {
            throw new ValidationException("tls_key and tls_client_ca have no effect without tls_certificate; set that too.");
        }

        if (options.Storage == ServerOptions.Postgres == (options.StorageConnection.Length == 0))
        {
            throw new ValidationException("storage: postgres and storage_connection belong together; set both, or neither for the embedded store.");
        }

        return options;
    }

    private static Dictionary<string, string> ReadArguments(IReadOnlyList<string> arguments)
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        for (int i = 0; i < arguments.Count; i += 2)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal) || i + 1 == arguments.Count)
            {
                throw new ValidationException($"Arguments come as --key value; '{arguments[i]}' does not fit.");
            }

            values[arguments[i][2..].Replace('-', '_')] = arguments[i + 1];
        }

        return values;
    }

    private static IEnumerable<(string Key, YamlNode Value)> ReadYaml(string file)
    {
        YamlStream yaml = [];
        try
        {
            using StreamReader reader = new(file);
            yaml.Load(reader);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or YamlException)
        {
            throw new ValidationException($"The configuration file {file} cannot be read: {error.Message}");
        }

        if (yaml.Documents.Count == 0)
        {
            yield break;
        }

        if (yaml.Documents[0].RootNode is not YamlMappingNode root)
        {
            throw new ValidationException($"The configuration file {file} must be a mapping of keys to values.");
        }

        foreach ((YamlNode key, YamlNode value) in root.Children)
        {
            yield return (key.ToString(), value);
        }
    }

    // Files are committed, and command lines are there for all users of the machine to read.
    private static void RefuseSecret(string key, string where)
    {
        if (Secrets.Contains(key, StringComparer.Ordinal))
        {
            throw new ValidationException($"{where}{key} is taken from the environment only: set {EnvironmentPrefix}{key.ToUpperInvariant()}.");
        }
    }

    private static PropertyInfo PropertyOf(string key, string where)
    {
        if (Properties.TryGetValue(key, out PropertyInfo? property))
        {
            return property;
        }

        string? near = NearestName.Find(key, [.. Properties.Keys, ConnectorsKey]);
        throw new ValidationException(
            $"{where}unknown key '{key}'{(near is null ? "" : $", did you mean '{near}'?")} Known keys: {string.Join(", ", Properties.Keys)}, {ConnectorsKey}.");
    }

    private static void Set(ServerOptions options, string key, string value, string where)
    {
        PropertyInfo property = PropertyOf(key, where);
        try
        {
            property.SetValue(options, Convert.ChangeType(value, property.PropertyType, CultureInfo.InvariantCulture));
        }
        catch (Exception error) when (error is FormatException or OverflowException or InvalidCastException)
        {
            throw new ValidationException($"{where}{key} must be of type {property.PropertyType.Name.ToLowerInvariant()}, got '{value}'.");
        }
    }

    private static string SnakeCase(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) && i > 0 ? $"_{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
}
