namespace Tradewind.Domain.Engine.Metrics;

/// <summary>Walks along an equity curve and its running peak.</summary>
internal static class DrawdownWalk
{
    /// <summary>Visits the points below a peak and the stretches they make, in order of time.</summary>
    /// <param name="equity">Equity at each point; the first is the first peak and positive.</param>
    /// <param name="visitor">Told of them.</param>
    public static void Run<T>(ReadOnlySpan<double> equity, ref T visitor)
        where T : struct, IDrawdownVisitor, allows ref struct
    {
        (int peak, int trough) = (0, -1);
        (double peakValue, double depth) = (equity.IsEmpty ? 0 : equity[0], 0);
        for (int i = 0; i < equity.Length; i++)
        {
            double value = equity[i];
            if (value >= peakValue)
            {
                if (trough >= 0)
                {
                    visitor.Episode(peak, trough, i, depth);
                }

                (peak, peakValue, trough, depth) = (i, value, -1, 0);
                continue;
            }

            double percent = (value / peakValue - 1) * 100;
            visitor.Point(i, percent);
            if (trough < 0 || percent < depth)
            {
                (trough, depth) = (i, percent);
            }
        }

        if (trough >= 0)
        {
            visitor.Episode(peak, trough, equity.Length, depth);
        }
    }
}
