using Tradewind.Domain.Market;

namespace Tradewind.Domain.Features;

/// <summary>
/// Tests that features see no future. At several cuts the features are made anew of (1) the rows up to the cut alone and (2) the frame with
/// everything after the cut replaced by noise; every value up to the cut must be bit-equal to the one made of the whole frame.
/// </summary>
public static class CausalityAudit
{
    /// <summary>Audits a feature set on a frame.</summary>
    /// <param name="frame">Aligned raw columns, at least 2 rows.</param>
    /// <param name="spec">Features to audit.</param>
    /// <param name="options">Number of cuts, seed; null takes the defaults.</param>
    /// <param name="cancellationToken">Stops between recomputations.</param>
    /// <exception cref="Errors.InvalidInputException">The feature set is wrong for this frame.</exception>
    /// <exception cref="ArgumentException">The frame has fewer than 2 rows.</exception>
    public static CausalityReport Run(
        Frame frame, FeatureSetSpec spec, CausalityAuditOptions? options = null, CancellationToken cancellationToken = default) =>
        Run(frame, part => FeaturePipeline.Compute(part, spec, cancellationToken).Frame.Columns[part.Columns.Length..], options, cancellationToken);

    /// <summary>Audits any function from a frame to columns of its rows.</summary>
    /// <param name="frame">Aligned raw columns, at least 2 rows.</param>
    /// <param name="compute">Must return the same columns for every frame with these raw columns, each as long as that frame.</param>
    /// <param name="options">Number of cuts, seed; null takes the defaults.</param>
    /// <param name="cancellationToken">Stops between recomputations.</param>
    /// <exception cref="ArgumentException">The frame has fewer than 2 rows.</exception>
    public static CausalityReport Run(
        Frame frame,
        Func<Frame, IReadOnlyList<FrameColumn>> compute,
        CausalityAuditOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        options ??= new CausalityAuditOptions();
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Cuts);
        if (frame.RowCount < 2)
        {
            throw new ArgumentException($"An audit needs at least 2 rows, got {frame.RowCount}.", nameof(frame));
        }

        Random random = new(options.Seed);
        int[] cuts = Cuts(frame.RowCount, options.Cuts, random);
        CausalityComparison comparison = new(frame, compute(frame), options.MaximumViolations);
        foreach (int cut in cuts)
        {
            cancellationToken.ThrowIfCancellationRequested();
            comparison.Compare(CausalityTest.Truncation, cut, compute(frame.Prefix(cut + 1)));
            cancellationToken.ThrowIfCancellationRequested();
            comparison.Compare(CausalityTest.FutureNoise, cut, compute(FutureNoise.After(frame, cut, random)));
        }

        return comparison.Report(cuts);
    }

    // Last known rows, spread over the frame with a seeded place inside each stratum; the last row has no future to hide.
    private static int[] Cuts(int rows, int wanted, Random random)
    {
        int candidates = rows - 1;
        int count = Math.Min(wanted, candidates);
        int[] cuts = new int[count];
        for (int i = 0; i < count; i++)
        {
            int from = (int)((long)candidates * i / count);
            int to = (int)((long)candidates * (i + 1) / count);
            cuts[i] = random.Next(from, to);
        }

        return cuts;
    }
}
