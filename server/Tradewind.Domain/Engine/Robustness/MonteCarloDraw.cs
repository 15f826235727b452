namespace Tradewind.Domain.Engine.Robustness;

/// <summary>How the observations of a history become those of a path.</summary>
public enum MonteCarloDraw
{
    /// <summary>Circular blocks with replacement: another history of the same kind.</summary>
    Blocks = 0,

    /// <summary>
    /// The same observations in another order: what the order alone did to drawdown and ruin. The total return is that of the history on every
    /// path.
    /// </summary>
    Shuffle,
}
