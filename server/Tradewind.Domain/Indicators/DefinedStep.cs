using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tradewind.Domain.Indicators;

/// <summary><see cref="Defined.OrMissing"/> of the first input.</summary>
internal readonly struct DefinedStep : IRowStep
{
    /// <inheritdoc />
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<double> Of(Vector256<double> first, Vector256<double> second, Vector256<double> third) => Lanes.OrMissing(first);
}
