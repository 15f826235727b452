using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tradewind.Domain.Indicators;

/// <summary>Relative change from the second input to the first, see <see cref="Defined.Change"/>; NaN unless the second is positive.</summary>
internal readonly struct ReturnStep : IRowStep
{
    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<double> Of(Vector256<double> first, Vector256<double> second, Vector256<double> third)
    {
        Vector256<double> change = first / second - Vector256.Create(1.0);
        Vector256<double> usable = Vector256.GreaterThan(second, Vector256<double>.Zero) & Lanes.IsFinite(change);
        return Vector256.ConditionalSelect(usable, change, Vector256.Create(double.NaN));
    }
}
