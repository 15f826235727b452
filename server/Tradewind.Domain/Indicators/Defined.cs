using System.Runtime.CompilerServices;

namespace Tradewind.Domain.Indicators;

/// <summary>The common end of formulas: a result that is not a number of finite size is missing.</summary>
internal static class Defined
{
    /// <summary>The value, or NaN in place of ±∞.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double OrMissing(double value) => double.IsFinite(value) ? value : double.NaN;

    /// <summary>value/base − 1 for a positive base, else NaN; the value may have any sign.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Change(double value, double @base) => @base > 0 ? OrMissing(value / @base - 1) : double.NaN;

    /// <summary>ln(value/base) where both are positive, else NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double LogRatio(double value, double @base) =>
        value > 0 && @base > 0 ? OrMissing(Math.Log(value / @base)) : double.NaN;
}
