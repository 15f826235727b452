using Tradewind.V1;

namespace Tradewind.Server.Reports;

/// <summary>What a report is written from.</summary>
/// <param name="Backtest">Figures.</param>
/// <param name="Trades">Round trips in the order of exits.</param>
/// <param name="Times">Time of each equity point, UNIX nanoseconds.</param>
/// <param name="Equity">Equity at each point.</param>
/// <param name="MonteCarlo">History drawn again; null for none.</param>
internal sealed record ReportData(Backtest Backtest, IReadOnlyList<Trade> Trades, long[] Times, double[] Equity, MonteCarloResult? MonteCarlo = null)
{
    /// <summary>Prices of the instruments trades are drawn on.</summary>
    public IReadOnlyList<ReportPrices> Prices { get; init; } = [];

    /// <summary>Orders of liquidations; empty where orders were not kept.</summary>
    public IReadOnlyList<Order> Liquidations { get; init; } = [];

    /// <summary>What the reader should know about the report itself.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Strategy with its parameters, e.g. <c>ma_crossover(fast=10, slow=30)</c>.</summary>
    public static string Name(Backtest backtest)
    {
        StrategySpec strategy = backtest.Spec?.Strategy ?? new StrategySpec();
        string parameters = string.Join(", ", strategy.Parameters.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"));
        return parameters.Length == 0 ? strategy.StrategyId : $"{strategy.StrategyId}({parameters})";
    }
}
