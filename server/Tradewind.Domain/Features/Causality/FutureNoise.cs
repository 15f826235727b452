using Tradewind.Domain.Market;

namespace Tradewind.Domain.Features;

/// <summary>Replaces the future of a frame by something else.</summary>
internal static class FutureNoise
{
    /// <summary>Keeps rows up to <paramref name="cut"/>; later values are scaled at random, some by a lot, some negative, some missing.</summary>
    public static Frame After(Frame frame, int cut, Random random)
    {
        FrameColumn[] columns = [.. frame.Columns.Select(column => column with { Values = Replace(column.Values.Span, cut, random) })];
        return new Frame(frame.Times, frame.Timeframe, frame.EveryDay, columns);
    }

    private static double[] Replace(ReadOnlySpan<double> values, int cut, Random random)
    {
        double[] replaced = values.ToArray();
        for (int row = cut + 1; row < replaced.Length; row++)
        {
            double size = double.IsNaN(replaced[row]) ? 1 : replaced[row];
            replaced[row] = random.Next(20) switch
            {
                0 => double.NaN,
                1 => -size,
                2 => size * 1e6,
                // The added part moves zeros too.
                _ => size * (0.5 + random.NextDouble()) + random.NextDouble(),
            };
        }

        return replaced;
    }
}
