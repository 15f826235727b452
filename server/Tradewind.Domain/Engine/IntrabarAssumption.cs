namespace Tradewind.Domain.Engine;

/// <summary>What is assumed of the way prices took inside a bar, where orders on both sides of the open were reached.</summary>
public enum IntrabarAssumption : byte
{
    /// <summary>Stops come before limits: the worse outcome for a position with a stop and a target. The default.</summary>
    Pessimistic = 0,

    /// <summary>Limits come before stops: the better outcome.</summary>
    Optimistic = 1,

    /// <summary>
    /// Straight from the open to the nearer of high and low (the low where both are as far), to the other one, to the close; orders fill in
    /// the order in which this way meets their prices.
    /// </summary>
    Path = 2,
}
