using System.Runtime.Intrinsics;

namespace Tradewind.Domain.Indicators;

/// <summary>Arithmetic of a row that depends on no other row, written for neighbouring rows in lanes; see <see cref="Lanes"/>.</summary>
internal interface IRowStep
{
    /// <summary>The outputs of rows with these inputs; a step leaves alone the inputs it has no use for.</summary>
    Vector256<double> Of(Vector256<double> first, Vector256<double> second, Vector256<double> third);
}
