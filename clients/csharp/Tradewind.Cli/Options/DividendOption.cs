using System.CommandLine;
using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Tradewind.V1;

namespace Tradewind.Cli.Options;

/// <summary>Cash dividends: <c>--dividend "SPY US Equity,2024-03-15,1.59"</c>.</summary>
internal static class DividendOption
{
    public static Option<CashDividend[]> Create() => new("--dividend")
    {
        Description = "Cash dividend, may be repeated: ID,DATE,AMOUNT with the ex-date and money per unit; long positions receive it, short ones pay it.",
        HelpName = "ID,DATE,AMOUNT",
        Arity = ArgumentArity.ZeroOrMore,
        CustomParser = result =>
        {
            List<CashDividend> dividends = [];
            foreach (string token in result.Tokens.Select(token => token.Value))
            {
                if (TryParse(token, out CashDividend dividend))
                {
                    dividends.Add(dividend);
                }
                else
                {
                    result.AddError($"--dividend must be written as ID,DATE,AMOUNT, was '{token}'.");
                }
            }

            return [.. dividends];
        },
    };

    internal static bool TryParse(string text, out CashDividend dividend)
    {
        dividend = new CashDividend();
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries);
        if (parts.Length != 3 || parts[0].Length == 0
            || !DateTimeOffset.TryParse(
                parts[1], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time)
            || !decimal.TryParse(parts[2], NumberStyles.Number, CultureInfo.InvariantCulture, out decimal amount))
        {
            return false;
        }

        dividend = new CashDividend { InstrumentId = parts[0], ExTime = Timestamp.FromDateTimeOffset(time), Amount = DecimalText.Of(amount) };
        return true;
    }
}
