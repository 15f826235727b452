namespace Tradewind.Domain.Indicators;

/// <summary>
/// Risk regime of a crypto and a credit series: S = clip(r_a/scale) − clip(r_s/scale), both clipped to [−1, 1]. Above 1.5 ⇒ 2 (strong
/// risk-on), above 0.5 ⇒ 1, [−0.5, 0.5] ⇒ 0, from −1.5 ⇒ −1, below ⇒ −2 (strong risk-off). NaN where a return is missing.
/// </summary>
public struct FiveLevelRegime : IPairIndicator
{
    /// <summary>Return that counts as a full move on the fixed scale: 10 %.</summary>
    public const double FixedScale = 0.10;

    private readonly double _firstScale;
    private readonly double _secondScale;

    /// <summary>Creates the classification.</summary>
    /// <param name="firstScale">Crypto return that counts as a full move, positive.</param>
    /// <param name="secondScale">Relative spread change that counts as a full move, positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">A scale is not positive.</exception>
    public FiveLevelRegime(double firstScale, double secondScale)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(firstScale);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(secondScale);
        (_firstScale, _secondScale) = (firstScale, secondScale);
    }

    /// <summary>S of the last row, in [−2, 2].</summary>
    public double Score { get; private set; }

    /// <summary>Takes the crypto return and the relative spread change of a row and returns the level.</summary>
    public double Update(double first, double second)
    {
        Score = Math.Clamp(first / _firstScale, -1, 1) - Math.Clamp(second / _secondScale, -1, 1);
        return Score switch
        {
            double.NaN => double.NaN,
            > 1.5 => 2,
            > 0.5 => 1,
            >= -0.5 => 0,
            >= -1.5 => -1,
            _ => -2,
        };
    }

    /// <summary>Name of a level; null for anything that is none.</summary>
    public static string? Label(double level) => level switch
    {
        2 => "Strong Risk-On",
        1 => "Risk-On",
        0 => "Neutral",
        -1 => "Risk-Off",
        -2 => "Strong Risk-Off",
        _ => null,
    };
}
