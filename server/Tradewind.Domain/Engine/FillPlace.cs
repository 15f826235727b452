namespace Tradewind.Domain.Engine;

/// <summary>Where a fill happened.</summary>
/// <param name="Time">Known time of the slice.</param>
/// <param name="FillNumber">Number of the fill.</param>
/// <param name="AtClose">True when it happened at the close of its bar.</param>
/// <param name="Bar">Number of its bar among those of the instrument.</param>
internal readonly record struct FillPlace(long Time, long FillNumber, bool AtClose, long Bar);
