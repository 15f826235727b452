using System.Collections.Immutable;
using System.Globalization;
using Tradewind.Domain.Errors;

namespace Tradewind.Learning.Validation;

/// <summary>
/// Time-ordered splits, never shuffled. The last h rows before a test block are embargoed: their labels are realised inside it.
/// </summary>
public static class FoldPlan
{
    /// <summary>
    /// Walk-forward folds over n labelled rows: m = ⌊n/(k+1)⌋, test j = [n − (k−j+1)m, n − (k−j)m), train = [0, test start − h), or
    /// its last <see cref="WalkForwardSpec.TrainWindow"/> rows. The remainder of n/(k+1) enlarges the first training block.
    /// </summary>
    /// <exception cref="InvalidInputException">A setting is out of range, or n &lt; (k+1)(h+1).</exception>
    public static ImmutableArray<Fold> WalkForward(int rows, int horizon, WalkForwardSpec spec)
    {
        if (spec.TrainWindow < 1)
        {
            throw new InvalidInputException("FOLDS_INVALID", "walk_forward.train_window", $"must be at least 1, was {spec.TrainWindow}");
        }

        RequireFolds(spec.Folds, "walk_forward.folds");
        long required = RequiredRows(horizon, spec.Folds);
        return rows >= required
            ? [.. Blocks(rows, horizon, spec.Folds)
                .Select(fold => fold with { TrainStart = Math.Max(0, fold.TrainEnd - (spec.TrainWindow ?? fold.TrainEnd)) })]
            : throw new InvalidInputException(
                "TOO_FEW_ROWS", "walk_forward.folds",
                $"{spec.Folds} folds at horizon {horizon} need {required} labelled rows, there are {rows}; " +
                "load more history or ask for fewer folds or a shorter horizon");
    }

    /// <summary>Labelled rows that k walk-forward folds need: (k+1)(h+1).</summary>
    public static long RequiredRows(int horizon, int folds) => (folds + 1L) * (horizon + 1L);

    /// <summary>The same folds for cross-validation on a training part; a fold without a training row is skipped, others keep their number.</summary>
    /// <exception cref="InvalidInputException">k is below 1, or no fold has a training and a test row.</exception>
    public static ImmutableArray<Fold> CrossValidation(int rows, int horizon, int folds)
    {
        RequireFolds(folds, "cross_validation_folds");
        ImmutableArray<Fold> kept = [.. Blocks(rows, horizon, folds).Where(fold => fold.TrainCount > 0 && fold.TestCount > 0)];
        return kept.IsEmpty
            ? throw new InvalidInputException(
                "TOO_FEW_ROWS", "cross_validation_folds", $"no fold of {folds} over {rows} rows at horizon {horizon} has a training row")
            : kept;
    }

    /// <summary>Holdout: the last round-half-even(n · test size) rows are the test, the h rows before them are embargoed.</summary>
    /// <exception cref="InvalidInputException">The share is not inside (0, 1), or either part would be empty.</exception>
    public static Fold Holdout(int rows, int horizon, double testSize)
    {
        if (!(testSize is > 0 and < 1))
        {
            throw new InvalidInputException(
                "FOLDS_INVALID", "test_size", string.Create(CultureInfo.InvariantCulture, $"must be between 0 and 1, was {testSize}"));
        }

        int test = (int)Math.Round(rows * testSize, MidpointRounding.ToEven);
        if (test < 1 || test >= rows)
        {
            throw new InvalidInputException(
                "TOO_FEW_ROWS", "test_size", string.Create(CultureInfo.InvariantCulture, $"test_size={testSize} yields {test} test rows out of {rows}"));
        }

        long trainEnd = (long)rows - test - horizon;
        return trainEnd >= 1
            ? new Fold(0, 0, (int)trainEnd, rows - test, rows)
            : throw new InvalidInputException(
                "TOO_FEW_ROWS", "test_size", $"no training row is left before {test} test rows and an embargo of {horizon} out of {rows} rows");
    }

    private static IEnumerable<Fold> Blocks(int rows, int horizon, int folds)
    {
        int size = rows / (folds + 1);
        for (int number = 1; number <= folds; number++)
        {
            int start = rows - ((folds - number + 1) * size);
            yield return new Fold(number, 0, Math.Max(0, start - horizon), start, start + size);
        }
    }

    private static void RequireFolds(int folds, string field)
    {
        if (folds is < 1 or > 1000)
        {
            throw new InvalidInputException("FOLDS_INVALID", field, $"must be between 1 and 1000, was {folds}");
        }
    }
}
