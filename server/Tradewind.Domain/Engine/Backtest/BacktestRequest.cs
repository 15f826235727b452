using System.Collections.Immutable;
using Tradewind.Domain.Market;
using Tradewind.Domain.Strategies;

namespace Tradewind.Domain.Engine.Backtest;

/// <summary>What to backtest.</summary>
public sealed record BacktestRequest
{
    /// <summary>Series with bars that may be traded, at least one.</summary>
    public required IReadOnlyList<InstrumentSeries> Bars { get; init; }

    /// <summary>Series whose fields the strategy may see (credit spreads).</summary>
    public IReadOnlyList<InstrumentSeries> Fields { get; init; } = [];

    /// <summary>
    /// Series that fill the orders and mark the positions of their instruments in place of their bars: finer bars, or prints of trades (see
    /// <see cref="ExecutionSeries"/>). At most one an instrument; the strategy does not see them.
    /// </summary>
    public IReadOnlyList<InstrumentSeries> Execution { get; init; } = [];

    /// <summary>Id of the strategy in the catalogue.</summary>
    public required string Strategy { get; init; }

    /// <summary>The strategy where it need not be of the catalogue (a plug-in, a program elsewhere); null for that of <see cref="Strategy"/>.</summary>
    public StrategyDescriptor? Custom { get; init; }

    /// <summary>Descriptor of the strategy.</summary>
    /// <exception cref="Errors.NotFoundException">There is none of that id.</exception>
    public StrategyDescriptor Descriptor => Custom ?? StrategyCatalogue.Describe(Strategy);

    /// <summary>Bars that fill the orders of each traded instrument: those of its execution series, else its own.</summary>
    public IReadOnlyList<InstrumentSeries> Filling =>
    [
        .. Bars.Select(bars => Execution.FirstOrDefault(series => series.Instrument.Id == bars.Instrument.Id) is { } finer
            ? ExecutionSeries.AsBars(finer)
            : bars),
    ];

    /// <summary>Known times of the first and the last bar that is traded, UNIX nanoseconds; null where there is none.</summary>
    public (long First, long Last)? TradedTimes
    {
        get
        {
            long[] known =
            [
                .. Bars.Select(series => series.Between(Start, End))
                    .SelectMany(series => Enumerable.Range(0, series.Count).Select(series.AvailableAt).Where(time => time > TradeFrom)),
            ];
            return known.Length == 0 ? null : (known.Min(), known.Max());
        }
    }

    /// <summary>Parameters of the strategy; what is left out has its default.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Instruments the strategy looks at; empty for all it can.</summary>
    public IReadOnlyCollection<string> Instruments { get; init; } = [];

    /// <summary>How the account trades.</summary>
    public EngineOptions Options { get; init; } = new();

    /// <summary>First stamp used, inclusive, UNIX nanoseconds.</summary>
    public long Start { get; init; } = long.MinValue;

    /// <summary>First stamp not used.</summary>
    public long End { get; init; } = long.MaxValue;

    /// <summary>
    /// Time from which on slices are traded, UNIX nanoseconds: what became known at or before it only warms the indicators up. Default:
    /// everything is traded.
    /// </summary>
    public long TradeFrom { get; init; } = long.MinValue;

    /// <summary>Seed; part of the lineage. The strategies of the catalogue draw no random numbers.</summary>
    public long Seed { get; init; } = 42;

    /// <summary>Annual risk-free rate as a fraction. Default 0.05.</summary>
    public double RiskFreeRate { get; init; } = 0.05;

    /// <summary>Series with bars to measure against; null for none.</summary>
    public InstrumentSeries? Benchmark { get; init; }

    /// <summary>Periods in a year; null to infer them from the spacing of the equity points.</summary>
    public double? PeriodsPerYear { get; init; }
}
