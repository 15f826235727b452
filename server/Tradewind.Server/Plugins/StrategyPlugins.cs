using System.Reflection;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Strategies;
using Tradewind.Domain.Strategies.Plugins;

namespace Tradewind.Server.Plugins;

/// <summary>
/// Loads strategies from a folder of plug-ins: every <c>NAME.dll</c> in it, and every <c>NAME/NAME.dll</c> with what it needs beside it. A plug-in
/// that cannot be used stops the start.
/// </summary>
internal static partial class StrategyPlugins
{
    private const string Reason = "STRATEGY_PLUGINS_INVALID";

    /// <summary>The built-in strategies and those of a folder.</summary>
    /// <param name="folder">The folder; empty for none.</param>
    /// <exception cref="InvalidInputException">The folder or a plug-in in it cannot be used; the message names the file.</exception>
    public static StrategyDirectory Load(string folder) => new(folder.Length == 0 ? [] : [.. Files(folder).SelectMany(Read)]);

    private static string[] Files(string folder)
    {
        try
        {
            return
            [
                .. Directory.GetFiles(folder, "*.dll")
                    .Concat(Directory.GetDirectories(folder).Select(inner => Path.Combine(inner, $"{Path.GetFileName(inner)}.dll")).Where(File.Exists))
                    .Order(StringComparer.Ordinal).Select(Path.GetFullPath),
            ];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException(
                Reason, $"The folder of strategy plug-ins {folder} cannot be read: {error.Message}",
                [new FieldViolation("strategy_plugins", "Name a folder that exists, or leave the setting out.")], error);
        }
    }

    private static List<StrategyDescriptor> Read(string file)
    {
        string name = Path.GetFileNameWithoutExtension(file);
        try
        {
            Assembly assembly = new PluginLoadContext(file).LoadFromAssemblyPath(file);
            Type[] offers = [.. assembly.GetExportedTypes().Where(type => type is { IsClass: true, IsAbstract: false } && typeof(IStrategyPlugin).IsAssignableFrom(type))];
            if (offers.Length == 0)
            {
                throw Invalid(file, $"has no public class that implements {nameof(IStrategyPlugin)}. Put assemblies that a plug-in needs beside it into a folder of its own name.");
            }

            string hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));
            List<StrategyDescriptor> strategies = [.. offers.SelectMany(type => ((IStrategyPlugin)Activator.CreateInstance(type)!).Strategies)];
            return [.. strategies.Select(strategy => Check(strategy, file)).Select(strategy => PluginStrategy.Guard(strategy, name, hash))];
        }
        catch (Exception error) when (error is not TradewindException)
        {
            throw Invalid(file, $"cannot be loaded: {(error is TargetInvocationException { InnerException: { } inner } ? inner.Message : error.Message)}");
        }
    }

    /// <summary>A strategy whose declaration can be used.</summary>
    /// <exception cref="InvalidInputException">It cannot; the message names the file.</exception>
    internal static StrategyDescriptor Check(StrategyDescriptor strategy, string file)
    {
        if (!IdForm().IsMatch(strategy.Id))
        {
            throw Invalid(file, $"offers the strategy '{strategy.Id}'; an id has small letters, digits and '_' and begins with a letter.");
        }

        if (strategy.Description.Length == 0 || strategy.Parameters.Any(parameter => parameter.Documentation.Length == 0))
        {
            throw Invalid(file, $"offers the strategy {strategy.Id} without a description of it or of a parameter.");
        }

        foreach (StrategyParameter parameter in strategy.Parameters)
        {
            try
            {
                // With cross-checks a default may need a companion; by itself it has to be of its type and in its range.
                StrategyParameters.Resolve(strategy with { CrossChecks = _ => [] }, new Dictionary<string, string> { [parameter.Name] = parameter.Default });
            }
            catch (InvalidInputException error)
            {
                throw Invalid(file, $"offers the strategy {strategy.Id} with a default that it does not take: {error.Message}");
            }
        }

        return strategy;
    }

    private static InvalidInputException Invalid(string file, string problem) => new(Reason, "strategy_plugins", $"The plug-in {file} {problem}");

    [GeneratedRegex("^[a-z][a-z0-9_]*$")]
    private static partial Regex IdForm();
}
