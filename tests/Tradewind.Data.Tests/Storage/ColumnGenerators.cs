using FsCheck;
using FsCheck.Fluent;
using Tradewind.Domain.Market;

namespace Tradewind.Data.Tests.Storage;

/// <summary>Columns of every kind a store has a form for, and of those it has none for.</summary>
internal static class ColumnGenerators
{
    private static readonly double[] Odd =
    [
        double.NaN, BitConverter.Int64BitsToDouble(0x7FF8_0000_0000_0001), BitConverter.Int64BitsToDouble(0x7FF8_0000_0000_0000),
        -0.0, 0, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, double.Epsilon, 0.1 + 0.2, 1.0 / 3, 1L << 53, (1L << 53) - 1,
    ];

    /// <summary>Ascending times: equal steps, multiples of a unit, or anything.</summary>
    public static Gen<long[]> Times(int rows) => Gen.Elements(1L, 7, 1_000, 1_000_000, UnixTime.Second, UnixTime.Minute).SelectMany(unit =>
        Gen.Elements(1, 2, 200, 100_000).SelectMany(widest => Gen.Choose(1, widest).ArrayOf(rows).Select(steps =>
        {
            // Five thousand steps must not leave the years that nanoseconds can count.
            long time = SampleSeries.Start;
            return (long[])[.. steps.Select(step => time += Math.Min(step * unit, 30 * UnixTime.Hour))];
        })));

    /// <summary>Decimals of a range, whole numbers, arbitrary doubles; some with odd ones among them.</summary>
    public static Gen<double[]> Values(int rows) => Gen.Choose(0, 12).SelectMany(decimals => Gen.Elements(3, 250, 60_000, int.MaxValue).SelectMany(range =>
        Gen.Choose(-range, range).ArrayOf(rows).SelectMany(whole => Gen.Choose(0, 6).SelectMany(kind =>
            Gen.Elements(Odd).ArrayOf(5).Zip(Gen.Choose(0, rows - 1).ArrayOf(5)).Select(odd =>
            {
                double scale = Math.Pow(10, decimals);
                double[] values = [.. whole.Select(number => kind == 0 ? Math.Sqrt(Math.Abs((double)number)) : number / scale)];
                for (int i = 0; i < (kind is 1 or 2 ? 5 : 0); i++)
                {
                    values[odd.Item2[i]] = kind == 1 ? odd.Item1[i] : double.NaN;
                }

                return values;
            })))));
}
