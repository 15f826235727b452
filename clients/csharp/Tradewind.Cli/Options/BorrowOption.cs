using System.CommandLine;
using System.Globalization;

namespace Tradewind.Cli.Options;

/// <summary>Borrow fees of single instruments: <c>--borrow-rate-of "TSLA US Equity=0.12"</c>.</summary>
internal static class BorrowOption
{
    public static Option<KeyValuePair<string, double>[]> Create() => new("--borrow-rate-of")
    {
        Description = "Annual borrow fee of one instrument as a fraction, in place of --borrow-rate; may be repeated.",
        HelpName = "ID=FRACTION",
        Arity = ArgumentArity.ZeroOrMore,
        CustomParser = result =>
        {
            List<KeyValuePair<string, double>> rates = [];
            foreach (string token in result.Tokens.Select(token => token.Value))
            {
                if (!TryParse(token, out KeyValuePair<string, double> rate))
                {
                    result.AddError($"--borrow-rate-of must be written as ID=FRACTION, was '{token}'.");
                }
                else if (rates.Any(known => known.Key == rate.Key))
                {
                    result.AddError($"--borrow-rate-of names '{rate.Key}' twice.");
                }
                else
                {
                    rates.Add(rate);
                }
            }

            return [.. rates];
        },
    };

    internal static bool TryParse(string text, out KeyValuePair<string, double> rate)
    {
        int equals = text.LastIndexOf('=');
        rate = default;
        if (equals < 1 || !double.TryParse(text[(equals + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out double fraction) || !double.IsFinite(fraction))
        {
            return false;
        }

        rate = new KeyValuePair<string, double>(text[..equals].Trim(), fraction);
        return true;
    }
}
