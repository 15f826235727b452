using System.Collections.Immutable;
using Tradewind.Domain.Engine.Accounts;
using Tradewind.Domain.Engine.Metrics;
using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Strategies;
using Tradewind.Domain.Strategies.Attribution;

namespace Tradewind.Domain.Engine.Backtest;

/// <summary>What a backtest gave.</summary>
public sealed class BacktestResult
{
    private readonly Lazy<DrawdownAnalysis> _drawdown;
    private readonly Lazy<ImmutableArray<MonthlyReturn>> _monthlyReturns;
    private readonly Lazy<BacktestLineage> _lineage;

    internal BacktestResult(BacktestRequest request, StrategyParameters parameters)
    {
        // What follows from the request and the curve is worked out when it is asked for.
        _drawdown = new(() => DrawdownAnalysis.Of(Times.Span, Equity.Span));
        _monthlyReturns = new(() => Engine.Metrics.MonthlyReturns.Of(Times.Span, Equity.Span));
        _lineage = new(() => BacktestLineage.Of(request, parameters));
    }

    /// <summary>Name of the strategy with parameters, e.g. <c>MACrossover(10,30)</c>.</summary>
    public required string StrategyName { get; init; }

    /// <summary>Figures.</summary>
    public required PerformanceMetrics Metrics { get; init; }

    /// <summary>Known time of each equity point, UNIX nanoseconds.</summary>
    public required ReadOnlyMemory<long> Times { get; init; }

    /// <summary>Equity at each point.</summary>
    public required ReadOnlyMemory<double> Equity { get; init; }

    /// <summary>Drawdown of each point in percent, with the stretches below a peak.</summary>
    public DrawdownAnalysis Drawdown => _drawdown.Value;

    /// <summary>Returns by month.</summary>
    public ImmutableArray<MonthlyReturn> MonthlyReturns => _monthlyReturns.Value;

    /// <summary>Round trips in the order of exits.</summary>
    public required IReadOnlyList<Trade> Trades { get; init; }

    /// <summary>Orders by number, as they were last.</summary>
    public required IReadOnlyList<Order> Orders { get; init; }

    /// <summary>Fills in order.</summary>
    public required IReadOnlyList<Fill> Fills { get; init; }

    /// <summary>Signals in order.</summary>
    public required IReadOnlyList<Signal> Signals { get; init; }

    /// <summary>Positions still open at the end.</summary>
    public required IReadOnlyList<Position> OpenPositions { get; init; }

    /// <summary>What trading cost.</summary>
    public required BacktestCosts Costs { get; init; }

    /// <summary>What holding positions cost or brought, in order.</summary>
    public required IReadOnlyList<FinancingCharge> Financing { get; init; }

    /// <summary>Known times of margin calls.</summary>
    public required IReadOnlyList<long> MarginCalls { get; init; }

    /// <summary>Contract changes of generic instruments, in order.</summary>
    public required IReadOnlyList<RollRecord> Rolls { get; init; }

    /// <summary>Cash at the end.</summary>
    public required decimal Cash { get; init; }

    /// <summary>Where the result comes from.</summary>
    public BacktestLineage Lineage => _lineage.Value;

    /// <summary>Hash of everything the engine did, see <see cref="Recording.LedgerHash"/>.</summary>
    public required string LedgerHash { get; init; }

    /// <summary>Known time at which the drawdown guard halted trading; null when it did not.</summary>
    public required long? HaltedAt { get; init; }

    /// <summary>What each bucket made; null for strategies without buckets.</summary>
    public PortfolioAttribution? Attribution { get; init; }

    /// <summary>What a reader should know before trusting the figures.</summary>
    public required ImmutableArray<string> Warnings { get; init; }
}
