using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

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
        ref double values = ref MemoryMarshal.GetReference(equity);
        for (int i = 0; i < equity.Length; i++)
        {
            // Most points of most curves lie far from a new peak: eight of them at once.
            for (; i <= equity.Length - Vector512<double>.Count; i += Vector512<double>.Count)
            {
                Vector512<double> eight = Vector512.LoadUnsafe(ref values, (nuint)i);
                if (!Vector512.LessThanAll(eight, Vector512.Create(peakValue)))
                {
                    break;
                }

                Vector512<double> percents = (eight / Vector512.Create(peakValue) - Vector512<double>.One) * 100;
                visitor.Points(i, percents);
                (trough, depth) = trough < 0 ? (i, percents[0]) : (trough, depth);
                ulong deeper = Vector512.LessThan(percents, Vector512.Create(depth)).ExtractMostSignificantBits();
                for (; deeper != 0; deeper &= deeper - 1)
                {
                    int lane = BitOperations.TrailingZeroCount(deeper);
                    if (percents[lane] < depth)
                    {
                        (trough, depth) = (i + lane, percents[lane]);
                    }
                }
            }

            if (i == equity.Length)
            {
                break;
            }

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
