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

    private readonly Option<int?> _fillDays = new("--fill-days")
    {
        Description = "Days a value may be carried forward, 0 to 36500 (default: no limit in days).",
        HelpName = "N",
    };

    private readonly Option<string?> _resample = new("--resample")
    {
        Description = "Row length where members differ: 1h, 1d, 1w, 1M or coarsest.",
        HelpName = "LENGTH",
    };

    private readonly Option<string?> _sessions = new("--sessions") { Description = "Only sessions of this calendar are rows, e.g. nyse.", HelpName = "CALENDAR" };
    private readonly Option<OutlierAction> _outliers = EnumOption.Create<OutlierAction>("--outliers", "Look for outlying changes and do this with them (default: do not look).");
    private readonly Option<OutlierMethod> _outlierMethod = EnumOption.Create<OutlierMethod>("--outlier-method", "How far a change is from those before it (default zscore).");
    private readonly Option<double?> _outlierThreshold = new("--outlier-threshold") { Description = "Distance above which a change is an outlier (default 3).", HelpName = "Z" };

    public IEnumerable<Symbol> Symbols =>
    [
        .. _members.Symbols, _times.From, _times.To, _method, _fill, _fillLimit, _fillDays, _calendar, _sessions, _resample, _outliers, _outlierMethod, _outlierThreshold,
    ];

    public PortfolioSpec Read(Invocation invocation)
    {
        PortfolioSpec portfolio = new()
        {
            Members = { _members.Read(invocation) },
            Interval = _times.Read(invocation),
            Method = invocation.Get(_method),
            Fill = invocation.Get(_fill),
            Calendar = invocation.Get(_calendar),
            ResampleTo = invocation.Get(_resample) ?? string.Empty,
            SessionCalendar = invocation.Get(_sessions) ?? string.Empty,
            Outliers = ReadOutliers(invocation),
        };
        if (invocation.Get(_fillDays) is { } days)
        {
            portfolio.FillLimitDays = days;
        }

        if (invocation.Get(_fillLimit) is { } limit)
        {
            portfolio.FillLimit = limit;
        }

        return portfolio;
    }

    private OutlierSpec? ReadOutliers(Invocation invocation)
    {
        double? threshold = invocation.Get(_outlierThreshold);
        OutlierSpec outliers = new() { Action = invocation.Get(_outliers), Method = invocation.Get(_outlierMethod) };
        if (threshold is { } given)
        {
            outliers.Threshold = given;
        }

        return outliers.Equals(new OutlierSpec()) ? null : outliers;
    }
}
