namespace Tradewind.Domain.Features;

/// <summary>Which of the two recomputations showed a difference.</summary>
public enum CausalityTest
{
    /// <summary>The frame ended at the cut.</summary>
    Truncation = 0,

    /// <summary>Everything after the cut was noise.</summary>
    FutureNoise,
}
