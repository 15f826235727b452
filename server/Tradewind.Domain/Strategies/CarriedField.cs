using Tradewind.Domain.Engine;

namespace Tradewind.Domain.Strategies;

/// <summary>A field carried forward for a limited number of rows, then missing.</summary>
/// <param name="maxAge">Rows it counts for after the one it was first known at.</param>
internal struct CarriedField(int maxAge)
{
    private long _seenKnownTime = long.MinValue;
    private int _age;

    /// <summary>The value of this row; NaN where there is none or it is too old. Call it once a row.</summary>
    public double At(FieldObservation latest)
    {
        _age = latest.KnownTime == _seenKnownTime ? _age + 1 : 0;
        _seenKnownTime = latest.KnownTime;
        return _age <= maxAge ? latest.Value : double.NaN;
    }
}
