namespace Tradewind.Domain.Engine.Metrics;

/// <summary>Figures of a list of trades; null where undefined.</summary>
public sealed record TradeMetrics
{
    /// <summary>Number of trades.</summary>
    public required int Total { get; init; }

    /// <summary>Trades with a profit after costs.</summary>
    public required int Winning { get; init; }

    /// <summary>Trades with a loss after costs.</summary>
    public required int Losing { get; init; }

    /// <summary>Winning over total, in percent; trades of exactly zero count in the total.</summary>
    public required double? WinRatePercent { get; init; }

    /// <summary>Σ wins / |Σ losses|; +∞ with wins and no losses.</summary>
    public required double? ProfitFactor { get; init; }

    /// <summary>Mean win.</summary>
    public required double? AverageWin { get; init; }

    /// <summary>Mean loss, negative.</summary>
    public required double? AverageLoss { get; init; }

    /// <summary>Largest win.</summary>
    public required double? LargestWin { get; init; }

    /// <summary>Largest loss, negative.</summary>
    public required double? LargestLoss { get; init; }

    /// <summary>Mean profit of a trade.</summary>
    public required double? Expectancy { get; init; }

    /// <summary>Mean win over mean loss.</summary>
    public required double? PayoffRatio { get; init; }

    /// <summary>Mean profit in units of the mean loss.</summary>
    public required double? ExpectancyInR { get; init; }

    /// <summary>System quality number √N · mean / deviation.</summary>
    public required double? SystemQualityNumber { get; init; }

    /// <summary>Mean bars from entry to exit; null where not known.</summary>
    public required double? AverageHoldingBars { get; init; }

    /// <summary>Longest run of wins; a trade of exactly zero ends it.</summary>
    public required int MaxConsecutiveWins { get; init; }

    /// <summary>Longest run of losses; a trade of exactly zero ends it.</summary>
    public required int MaxConsecutiveLosses { get; init; }

    /// <summary>Computes the figures.</summary>
    /// <param name="profits">Profit of each trade after costs, in the order of exits.</param>
    /// <param name="bars">Bars each was held; empty where not known.</param>
    public static TradeMetrics Of(ReadOnlySpan<double> profits, ReadOnlySpan<double> bars = default)
    {
        (int wins, int losses, double won, double lost) = (0, 0, 0, 0);
        (double largestWin, double largestLoss) = (0, 0);
        (int winRun, int lossRun, int longestWins, int longestLosses) = (0, 0, 0, 0);
        foreach (double profit in profits)
        {
            winRun = profit > 0 ? winRun + 1 : 0;
            lossRun = profit < 0 ? lossRun + 1 : 0;
            (longestWins, longestLosses) = (Math.Max(longestWins, winRun), Math.Max(longestLosses, lossRun));
            (largestWin, largestLoss) = (Math.Max(largestWin, profit), Math.Min(largestLoss, profit));
            wins += profit > 0 ? 1 : 0;
            losses += profit < 0 ? 1 : 0;
            won += Math.Max(profit, 0);
            lost += Math.Min(profit, 0);
        }

        double mean = SampleMoments.MeanOf(profits);
        double averageLoss = lost / losses;
        return new TradeMetrics
        {
            Total = profits.Length,
            Winning = wins,
            Losing = losses,
            WinRatePercent = Defined.OrNull(100.0 * wins / profits.Length),
            ProfitFactor = losses == 0 && wins > 0 ? double.PositiveInfinity : Defined.OrNull(won / -lost),
            AverageWin = Defined.OrNull(won / wins),
            AverageLoss = Defined.OrNull(averageLoss),
            LargestWin = wins > 0 ? largestWin : null,
            LargestLoss = losses > 0 ? largestLoss : null,
            Expectancy = Defined.OrNull(mean),
            PayoffRatio = wins > 0 ? Defined.OrNull(won / wins / -averageLoss) : null,
            ExpectancyInR = Defined.OrNull(mean / -averageLoss),
            SystemQualityNumber = Defined.OrNull(Math.Sqrt(profits.Length) * mean / SampleMoments.DeviationOf(profits)),
            AverageHoldingBars = Defined.OrNull(SampleMoments.MeanOf(bars)),
            MaxConsecutiveWins = longestWins,
            MaxConsecutiveLosses = longestLosses,
        };
    }
}
