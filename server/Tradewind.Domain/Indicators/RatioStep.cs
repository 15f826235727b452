using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tradewind.Domain.Indicators;

/// <summary>The first input over the second; NaN where that is not a finite number.</summary>
internal readonly struct RatioStep : IRowStep
{
    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<double> Of(Vector256<double> first, Vector256<double> second, Vector256<double> third) =>
        Lanes.OrMissing(first / second);
}
