using System.CommandLine;
using System.Globalization;

namespace Tradewind.Cli.Options;

/// <summary>Options that are repeated as <c>--param name=value</c>.</summary>
internal static class KeyValueOption
{
    public static Option<Dictionary<string, string>> Text(string name, string description) => Create(name, description, numeric: false);

    public static Option<Dictionary<string, string>> Numbers(string name, string description) => Create(name, description, numeric: true);

    /// <summary>Values of an option made by <see cref="Numbers"/>.</summary>
    public static Dictionary<string, double> ReadNumbers(Invocation invocation, Option<Dictionary<string, string>> option) =>
        (invocation.Get(option) ?? []).ToDictionary(pair => pair.Key, pair => double.Parse(pair.Value, CultureInfo.InvariantCulture));

    private static Option<Dictionary<string, string>> Create(string name, string description, bool numeric) => new(name)
    {
        Description = description,
        HelpName = "NAME=VALUE",
        Arity = ArgumentArity.ZeroOrMore,
        CustomParser = result =>
        {
            Dictionary<string, string> values = new(StringComparer.Ordinal);
            foreach (string token in result.Tokens.Select(token => token.Value))
            {
                int at = token.IndexOf('=', StringComparison.Ordinal);
                if (at <= 0)
                {
                    result.AddError($"{name} must be written as name=value, was '{token}'.");
                }
                else if (numeric && !double.TryParse(token.AsSpan(at + 1), CultureInfo.InvariantCulture, out _))
                {
                    result.AddError($"{name} {token[..at]} must be a number, was '{token[(at + 1)..]}'.");
                }
                else if (!values.TryAdd(token[..at], token[(at + 1)..]))
                {
                    result.AddError($"{name} {token[..at]} was given twice.");
                }
            }

            return values;
        },
    };
}
