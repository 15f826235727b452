using System.Runtime.InteropServices;

namespace Tradewind.Learning.Models.XGBoost;

/// <summary>Owns a booster of the native library.</summary>
internal sealed class BoosterHandle : SafeHandle
{
    /// <summary>For the marshaller, which fills the handle in.</summary>
    public BoosterHandle()
        : base(0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle() => NativeXGBoost.XGBoosterFree(handle) == 0;
}
