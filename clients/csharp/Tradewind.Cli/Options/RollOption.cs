using System.CommandLine;
using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Tradewind.V1;

namespace Tradewind.Cli.Options;

/// <summary>Contract changes: <c>--roll "CL1 Comdty,2024-12-17,CLF25,CLG25,0.35"</c>.</summary>
internal static class RollOption
{
    public static Option<ContractRoll[]> Create() => new("--roll")
    {
        Description = "Contract change of a generic, may be repeated: ID,TIME,FROM,TO,GAP with the price of the new contract less that of the old one.",
        HelpName = "ID,TIME,FROM,TO,GAP",
        Arity = ArgumentArity.ZeroOrMore,
        CustomParser = result =>
        {
            List<ContractRoll> rolls = [];
            foreach (string token in result.Tokens.Select(token => token.Value))
            {
                if (TryParse(token, out ContractRoll roll))
                {
                    rolls.Add(roll);
                }
                else
                {
                    result.AddError($"--roll must be written as ID,TIME,FROM,TO,GAP, was '{token}'.");
                }
            }

            return [.. rolls];
        },
    };

    internal static bool TryParse(string text, out ContractRoll roll)
    {
        roll = new ContractRoll();
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries);
        if (parts.Length != 5 || parts.Any(part => part.Length == 0)
            || !DateTimeOffset.TryParse(
                parts[1], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time)
            || !decimal.TryParse(parts[4], NumberStyles.Number, CultureInfo.InvariantCulture, out decimal gap))
        {
            return false;
        }

        roll = new ContractRoll
        {
            InstrumentId = parts[0], Time = Timestamp.FromDateTimeOffset(time), FromContract = parts[2], ToContract = parts[3], Gap = DecimalText.Of(gap),
        };
        return true;
    }
}
