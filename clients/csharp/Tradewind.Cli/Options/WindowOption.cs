using System.CommandLine;
using System.Globalization;

namespace Tradewind.Cli.Options;

/// <summary>Options that are repeated as <c>--window sma=5,20</c>.</summary>
internal static class WindowOption
{
    public static Option<Dictionary<string, int[]>> Create(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "KIND=N,N",
        Arity = ArgumentArity.ZeroOrMore,
        CustomParser = result =>
        {
            Dictionary<string, int[]> windows = new(StringComparer.Ordinal);
            foreach (string token in result.Tokens.Select(token => token.Value))
            {
                if (!TryParse(token, out string kind, out int[] numbers))
                {
                    result.AddError($"{name} must be written as kind=5,20 with whole numbers, was '{token}'.");
                }
                else if (!windows.TryAdd(kind, numbers))
                {
                    result.AddError($"{name} {kind} was given twice; list its windows in one.");
                }
            }

            return windows;
        },
    };

    private static bool TryParse(string text, out string kind, out int[] numbers)
    {
        int at = text.IndexOf('=', StringComparison.Ordinal);
        (kind, numbers) = (at > 0 ? text[..at] : "", []);
        if (at <= 0)
        {
            return false;
        }

        List<int> parsed = [];
        foreach (string part in text[(at + 1)..].Split(','))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            {
                return false;
            }

            parsed.Add(number);
        }

        numbers = [.. parsed];
        return true;
    }
}
