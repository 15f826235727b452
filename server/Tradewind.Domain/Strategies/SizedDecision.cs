using System.Collections.Immutable;

namespace Tradewind.Domain.Strategies;

/// <summary>A decision that brings its own size and levels.</summary>
/// <param name="Direction">Long or short.</param>
/// <param name="Size">Share of equity, positive.</param>
/// <param name="Stop">Price at which it is wrong; NaN for none.</param>
/// <param name="Target">Price at which it has arrived; NaN for none.</param>
/// <param name="Confidence">In [0, 1].</param>
/// <param name="Label">Strength in words: STRONG, MODERATE, WEAK.</param>
/// <param name="Reason">Which rule held.</param>
/// <param name="Values">What it was decided on.</param>
internal sealed record SizedDecision(
    SignalDirection Direction, double Size, double Stop, double Target, double Confidence, string Label, string Reason,
    ImmutableArray<SignalValue> Values)
{
    /// <summary>The word for a measure: STRONG above the first limit, MODERATE above the second, else WEAK.</summary>
    public static string StrengthOf(double measure, double strong, double moderate) =>
        measure > strong ? "STRONG" : measure > moderate ? "MODERATE" : "WEAK";
}
