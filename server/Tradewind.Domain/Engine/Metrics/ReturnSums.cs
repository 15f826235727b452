using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Tradewind.Domain.Engine.Metrics;

/// <summary>Sums over the returns of a curve that need no second pass.</summary>
/// <param name="Gains">Σ max(r, 0).</param>
/// <param name="Losses">Σ max(−r, 0).</param>
/// <param name="SquaredLosses">Σ min(r, 0)².</param>
/// <param name="SquaredShortfalls">Σ min(r − threshold, 0)².</param>
internal readonly record struct ReturnSums(double Gains, double Losses, double SquaredLosses, double SquaredShortfalls)
{
    /// <summary>Adds returns up.</summary>
    /// <param name="returns">Simple returns.</param>
    /// <param name="threshold">Return below which a shortfall counts.</param>
    public static ReturnSums Of(ReadOnlySpan<double> returns, double threshold)
    {
        ReadOnlySpan<Vector512<double>> lanes = MemoryMarshal.Cast<double, Vector512<double>>(returns);
        (Vector512<double> gains, Vector512<double> losses) = (default, default);
        (Vector512<double> squares, Vector512<double> shortfalls) = (default, default);
        Vector512<double> limit = Vector512.Create(threshold);
        foreach (Vector512<double> lane in lanes)
        {
            Vector512<double> loss = Vector512.Min(lane, Vector512<double>.Zero);
            Vector512<double> shortfall = Vector512.Min(lane - limit, Vector512<double>.Zero);
            gains += Vector512.Max(lane, Vector512<double>.Zero);
            losses -= loss;
            squares += loss * loss;
            shortfalls += shortfall * shortfall;
        }

        (double gain, double lost) = (Lanes8.Sum(gains), Lanes8.Sum(losses));
        (double squared, double shortened) = (Lanes8.Sum(squares), Lanes8.Sum(shortfalls));
        foreach (double value in returns[(lanes.Length * Vector512<double>.Count)..])
        {
            (double loss, double shortfall) = (Math.Min(value, 0), Math.Min(value - threshold, 0));
            (gain, lost) = (gain + Math.Max(value, 0), lost - loss);
            (squared, shortened) = (squared + loss * loss, shortened + shortfall * shortfall);
        }

        return new ReturnSums(gain, lost, squared, shortened);
    }
}
