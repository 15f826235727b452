using System.Collections.Immutable;
using Tradewind.Domain.Engine.Backtest;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Engine.Optimization;

/// <summary>The rungs of a successive halving: shares η^−k of the bars, from the first bar on, the last rung on all of them.</summary>
internal static class HalvingPlan
{
    /// <summary>Fewest bars of a rung: figures of fewer say nothing.</summary>
    public const int LeastBars = 20;

    /// <summary>Bars and combinations of each rung.</summary>
    /// <param name="options">Factor and least share, checked.</param>
    /// <param name="windows">Bars of the backtest.</param>
    /// <param name="combinations">Combinations to begin with.</param>
    /// <returns>
    /// One rung for each share η^−k ≥ the least share with as many survivors to tell apart, shortest first. Rungs with fewer than
    /// <see cref="LeastBars"/> bars, or fewer than 2 of an instrument that starts later, are left out; the one on all bars never is.
    /// </returns>
    public static ImmutableArray<(int Bars, int Combinations)> Of(HalvingOptions options, BarWindows windows, int combinations)
    {
        int all = windows.Times.Length;
        List<int> lengths = [all];
        // The whisker keeps 1/9 from being below a third of a third.
        for (double share = 1.0 / options.Factor; share >= options.MinimumShare * (1 - 1e-9); share /= options.Factor)
        {
            int bars = (int)Math.Floor(share * all + 1e-9);
            if (bars < LeastBars || !IsTradable(windows.Prefix(bars)))
            {
                break;
            }

            lengths.Add(bars);
        }

        List<(int, int)> rungs = [];
        int left = combinations;
        for (int i = lengths.Count - 1; i > 0 && left > 1; i--)
        {
            rungs.Add((lengths[i], left));
            left = Survivors(left, options.Factor);
        }

        rungs.Add((all, left));
        return [.. rungs];
    }

    /// <summary>⌈count/η⌉.</summary>
    public static int Survivors(int count, int factor) => (count + factor - 1) / factor;

    private static bool IsTradable(BacktestRequest request) => request.Bars.All(series => Traded(request, series) >= 2);

    private static int Traded(BacktestRequest request, InstrumentSeries series) =>
        series.LowerBound(request.End) - series.LowerBound(Math.Max(request.Start, request.TradeFrom));
}
