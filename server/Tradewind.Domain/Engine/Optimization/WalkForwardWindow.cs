namespace Tradewind.Domain.Engine.Optimization;

/// <summary>Bars of a fold, as half-open ranges of bar indices.</summary>
/// <param name="InSampleStart">First bar parameters are chosen on.</param>
/// <param name="OutOfSampleStart">First bar they are tried on; the in-sample bars end before it.</param>
/// <param name="OutOfSampleEnd">First bar after the fold.</param>
public readonly record struct WalkForwardWindow(int InSampleStart, int OutOfSampleStart, int OutOfSampleEnd)
{
    /// <summary>Number of in-sample bars.</summary>
    public int InSampleLength => OutOfSampleStart - InSampleStart;

    /// <summary>Number of out-of-sample bars.</summary>
    public int OutOfSampleLength => OutOfSampleEnd - OutOfSampleStart;
}
