using System.CommandLine;
using Tradewind.V1;

namespace Tradewind.Cli.Options;

/// <summary>Instruments of a portfolio as arguments: <c>ID</c>, <c>ID:field,field</c>, either with <c>@timeframe</c>.</summary>
internal static class MemberArgument
{
    public static Argument<PortfolioMember[]> Create(ArgumentArity arity) => new("ID")
    {
        Description = "Instruments, e.g. BTC/USD or 'LF98TRUU Index'. ID:close,volume takes only these fields, ID@1h this timeframe.",
        Arity = arity,
        CustomParser = result =>
        {
            List<PortfolioMember> members = [];
            foreach (string token in result.Tokens.Select(token => token.Value))
            {
                if (TryParse(token, out PortfolioMember member))
                {
                    members.Add(member);
                }
                else
                {
                    result.AddError($"'{token}' is not an instrument; write ID, ID:field,field or ID@timeframe.");
                }
            }

            return [.. members];
        },
    };

    internal static bool TryParse(string text, out PortfolioMember member)
    {
        member = new PortfolioMember();
        int at = text.LastIndexOf('@');
        if (at >= 0)
        {
            member.Timeframe = text[(at + 1)..].Trim();
            text = text[..at];
        }

        int colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0)
        {
            member.Fields.Add(text[(colon + 1)..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
            text = text[..colon];
        }

        member.InstrumentId = text.Trim();
        return member.InstrumentId.Length > 0 && (at < 0 || member.Timeframe.Length > 0) && (colon < 0 || member.Fields.Count > 0);
    }
}
