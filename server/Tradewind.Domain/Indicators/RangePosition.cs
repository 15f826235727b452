using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tradewind.Domain.Indicators;

/// <summary>
/// Where a value (first) lies between a low (second) and a high (third), the common part of the stochastic oscillators:
/// 100(value − low)/(high − low); 50 where the bounds are equal; NaN where one of the three is missing.
/// </summary>
internal readonly struct RangePosition : IRowStep
{
    /// <summary>The position of one row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Percent(double value, double low, double high) => Lanes.Map(default(RangePosition), value, low, high);

    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<double> Of(Vector256<double> first, Vector256<double> second, Vector256<double> third)
    {
        Vector256<double> percent = Vector256.Create(100.0) * (first - second) / (third - second);
        // Times 0 keeps a missing value missing.
        Vector256<double> middle = first * 0 + Vector256.Create(50.0);
        return Lanes.OrMissing(Vector256.ConditionalSelect(Vector256.Equals(third, second), middle, percent));
    }
}
