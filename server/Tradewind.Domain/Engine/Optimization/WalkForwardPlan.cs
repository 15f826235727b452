using System.Collections.Immutable;
using Tradewind.Domain.Errors;

namespace Tradewind.Domain.Engine.Optimization;

/// <summary>Cuts bars into folds whose out-of-sample windows follow each other without gap or overlap to the last bar.</summary>
public static class WalkForwardPlan
{
    private const int LeastInSample = 20;
    private const int LeastOutOfSample = 5;

    /// <summary>
    /// With n bars, k folds and fraction p: S = ⌊n/(k + p/(1 − p)) + 1e−9⌋, L = n − kS. Fold i chooses on [iS, iS + L), or on [0, iS + L) when
    /// anchored, and is tried on [iS + L, iS + L + S).
    /// </summary>
    /// <param name="bars">Number of bars n.</param>
    /// <param name="folds">Number of folds k, at least 1.</param>
    /// <param name="inSample">Share p of in-sample bars in a fold, in (0, 1).</param>
    /// <param name="anchored">True to let every fold choose on everything before it.</param>
    /// <exception cref="InvalidInputException">Reason <c>FOLDS_INVALID</c>: wrong numbers, or windows that are too short.</exception>
    public static ImmutableArray<WalkForwardWindow> Of(int bars, int folds, double inSample, bool anchored)
    {
        if (folds is < 1 or > 1000)
        {
            throw new InvalidInputException("FOLDS_INVALID", "folds", $"must be from 1 to 1000, was {folds}.");
        }

        if (inSample is not (> 0 and < 1))
        {
            throw new InvalidInputException("FOLDS_INVALID", "in_sample_fraction", FormattableString.Invariant($"must be a fraction in (0, 1), was {inSample}."));
        }

        // The whisker keeps a quotient that is a whole number but for rounding.
        int outOfSample = (int)Math.Floor(bars / (folds + inSample / (1 - inSample)) + 1e-9);
        int first = bars - folds * outOfSample;
        if (first <= LeastInSample || outOfSample <= LeastOutOfSample)
        {
            throw new InvalidInputException(
                "FOLDS_INVALID", "folds",
                $"{bars} bars in {folds} folds leave {first} bars in and {outOfSample} out of sample; more than {LeastInSample} and {LeastOutOfSample} are needed. "
                + "Take fewer folds or more data.");
        }

        return
        [
            .. Enumerable.Range(0, folds).Select(fold => new WalkForwardWindow(
                anchored ? 0 : fold * outOfSample, fold * outOfSample + first, (fold + 1) * outOfSample + first)),
        ];
    }

    /// <summary>
    /// Windows of fixed lengths, as many as fit, the last ending at the last bar. Bars before the first window are in none: they are
    /// history. Fold i of k is tried on the S bars that start (k − i)·S before the end, and chooses on the L bars before these, or on
    /// everything before these when anchored.
    /// </summary>
    /// <param name="bars">Number of bars n.</param>
    /// <param name="inSample">In-sample bars L of a fold, more than 20.</param>
    /// <param name="outOfSample">Out-of-sample bars S of a fold, more than 5; also the step from fold to fold.</param>
    /// <param name="anchored">True to let every fold choose on everything before it.</param>
    /// <exception cref="InvalidInputException">Reason <c>FOLDS_INVALID</c>: windows that are too short, or longer than the data.</exception>
    public static ImmutableArray<WalkForwardWindow> OfLengths(int bars, int inSample, int outOfSample, bool anchored)
    {
        if (inSample <= LeastInSample)
        {
            throw new InvalidInputException("FOLDS_INVALID", "windows.in_sample_bar_count", $"must be more than {LeastInSample}, was {inSample}.");
        }

        if (outOfSample <= LeastOutOfSample)
        {
            throw new InvalidInputException("FOLDS_INVALID", "windows.out_of_sample_bar_count", $"must be more than {LeastOutOfSample}, was {outOfSample}.");
        }

        int folds = (int)(((long)bars - inSample) / outOfSample);
        if (folds < 1)
        {
            throw new InvalidInputException(
                "FOLDS_INVALID", "windows", $"need {(long)inSample + outOfSample} bars, there are {bars}. Take shorter windows or more data.");
        }

        return
        [
            .. Enumerable.Range(0, folds).Select(fold => bars - (folds - fold) * outOfSample)
                .Select(start => new WalkForwardWindow(anchored ? 0 : start - inSample, start, start + outOfSample)),
        ];
    }
}
