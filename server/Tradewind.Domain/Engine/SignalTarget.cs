namespace Tradewind.Domain.Engine;

/// <summary>The position a signal asks for.</summary>
/// <param name="Quantity">Signed quantity.</param>
/// <param name="IsClipped">True where it was cut to a position limit.</param>
/// <param name="IsBelowLot">True where the size was less than one lot.</param>
internal readonly record struct SignalTarget(decimal Quantity, bool IsClipped, bool IsBelowLot);
