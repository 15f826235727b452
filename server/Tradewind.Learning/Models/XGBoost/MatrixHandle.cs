using System.Runtime.InteropServices;

namespace Tradewind.Learning.Models.XGBoost;

/// <summary>Owns a data matrix of the native library.</summary>
internal sealed class MatrixHandle : SafeHandle
{
    /// <summary>For the marshaller, which fills the handle in.</summary>
    public MatrixHandle()
        : base(0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle() => NativeXGBoost.XGDMatrixFree(handle) == 0;
}
