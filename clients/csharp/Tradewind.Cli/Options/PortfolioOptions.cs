using System.CommandLine;
using Tradewind.V1;

namespace Tradewind.Cli.Options;

/// <summary>A portfolio: its instruments and how they are brought onto one calendar.</summary>
internal sealed class PortfolioOptions
{
    private readonly MemberOptions _members = new();
    private readonly TimeOptions _times = new();
    private readonly Option<AlignmentMethod> _method = EnumOption.Create<AlignmentMethod>("--method", "How rows are joined (default outer).");
    private readonly Option<FillMethod> _fill = EnumOption.Create<FillMethod>("--fill", "What happens to missing values (default forward).");
    private readonly Option<AlignmentCalendar> _calendar =
        EnumOption.Create<AlignmentCalendar>("--calendar", "Rows of a mixed calendar (default union).");

    private readonly Option<int?> _fillLimit = new("--fill-limit")
    {
        Description = "Rows a value may be carried forward, 0 to 1000 (default 5).",
        HelpName = "N",
    };

    public IEnumerable<Symbol> Symbols => [.. _members.Symbols, _times.From, _times.To, _method, _fill, _fillLimit, _calendar];

    public PortfolioSpec Read(Invocation invocation)
    {
        PortfolioSpec portfolio = new()
        {
            Members = { _members.Read(invocation) },
            Interval = _times.Read(invocation),
            Method = invocation.Get(_method),
            Fill = invocation.Get(_fill),
            Calendar = invocation.Get(_calendar),
        };
        if (invocation.Get(_fillLimit) is { } limit)
        {
            portfolio.FillLimit = limit;
        }

        return portfolio;
    }
}
