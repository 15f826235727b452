using System.Collections.Immutable;

namespace Tradewind.Domain.Engine.Metrics;

/// <summary>Distance of an equity curve from its running peak.</summary>
public sealed class DrawdownAnalysis
{
    private DrawdownAnalysis(double[] percents, ImmutableArray<DrawdownEpisode> episodes, int? recovery) =>
        (Percents, Episodes, RecoveryPeriods) = (percents, episodes, recovery);

    /// <summary>(E/peak − 1)·100 at each point, zero or negative.</summary>
    public ReadOnlyMemory<double> Percents { get; }

    /// <summary>Stretches below a peak, in order of time.</summary>
    public ImmutableArray<DrawdownEpisode> Episodes { get; }

    /// <summary>Points from the deepest trough back to its peak; null while not recovered, or without a drawdown.</summary>
    public int? RecoveryPeriods { get; }

    /// <summary>Analyses a curve.</summary>
    /// <param name="times">Time of each point, ascending.</param>
    /// <param name="equity">Equity at each point; the first is the first peak and positive.</param>
    public static DrawdownAnalysis Of(ReadOnlySpan<long> times, ReadOnlySpan<double> equity)
    {
        double[] percents = new double[equity.Length];
        ImmutableArray<DrawdownEpisode>.Builder episodes = ImmutableArray.CreateBuilder<DrawdownEpisode>();
        (int peak, int trough, int deepest) = (0, -1, -1);
        int? recovery = null;
        for (int i = 0; i < equity.Length; i++)
        {
            if (equity[i] >= equity[peak])
            {
                if (trough >= 0)
                {
                    episodes.Add(Episode(times, percents, peak, trough, i, recovered: true));
                    recovery = trough == deepest ? i - trough : recovery;
                }

                (peak, trough) = (i, -1);
                continue;
            }

            percents[i] = (equity[i] / equity[peak] - 1) * 100;
            trough = trough < 0 || percents[i] < percents[trough] ? i : trough;
            if (deepest < 0 || percents[trough] < percents[deepest])
            {
                (deepest, recovery) = (trough, null);
            }
        }

        if (trough >= 0)
        {
            episodes.Add(Episode(times, percents, peak, trough, equity.Length, recovered: false));
        }

        return new DrawdownAnalysis(percents, episodes.ToImmutable(), recovery);
    }

    private static DrawdownEpisode Episode(ReadOnlySpan<long> times, double[] percents, int peak, int trough, int end, bool recovered) =>
        new(times[peak], times[trough], recovered ? times[end] : null, percents[trough], end - peak - 1);
}
