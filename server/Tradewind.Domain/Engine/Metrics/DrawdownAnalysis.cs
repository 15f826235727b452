using System.Collections.Immutable;
using System.Runtime.Intrinsics;

namespace Tradewind.Domain.Engine.Metrics;

/// <summary>Distance of an equity curve from its running peak.</summary>
public sealed class DrawdownAnalysis
{
    private DrawdownAnalysis(double[] percents, ImmutableArray<DrawdownEpisode> episodes) => (Percents, Episodes) = (percents, episodes);

    /// <summary>(E/peak − 1)·100 at each point, zero or negative.</summary>
    public ReadOnlyMemory<double> Percents { get; }

    /// <summary>Stretches below a peak, in order of time.</summary>
    public ImmutableArray<DrawdownEpisode> Episodes { get; }

    /// <summary>Analyses a curve.</summary>
    /// <param name="times">Time of each point, ascending.</param>
    /// <param name="equity">Equity at each point; the first is the first peak and positive.</param>
    public static DrawdownAnalysis Of(ReadOnlySpan<long> times, ReadOnlySpan<double> equity)
    {
        Curve curve = new(times, new double[equity.Length], ImmutableArray.CreateBuilder<DrawdownEpisode>());
        DrawdownWalk.Run(equity, ref curve);
        return new DrawdownAnalysis(curve.Percents, curve.Episodes.ToImmutable());
    }

    private readonly ref struct Curve(ReadOnlySpan<long> times, double[] percents, ImmutableArray<DrawdownEpisode>.Builder episodes) : IDrawdownVisitor
    {
        public double[] Percents => percents;

        public ImmutableArray<DrawdownEpisode>.Builder Episodes => episodes;

        private readonly ReadOnlySpan<long> _times = times;

        public void Point(int index, double percent) => percents[index] = percent;

        public void Points(int index, Vector512<double> percents) => percents.CopyTo(Percents, index);

        public void Episode(int peak, int trough, int end, double depth) => episodes.Add(
            new DrawdownEpisode(_times[peak], _times[trough], end < _times.Length ? _times[end] : null, depth, end - peak - 1));
    }
}
