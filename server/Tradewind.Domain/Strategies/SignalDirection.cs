namespace Tradewind.Domain.Strategies;

/// <summary>Direction a signal asks for. To hold what there is, a strategy gives no signal.</summary>
public enum SignalDirection : sbyte
{
    /// <summary>A short position.</summary>
    Short = -1,

    /// <summary>No position.</summary>
    Flat = 0,

    /// <summary>A long position.</summary>
    Long = 1,
}
