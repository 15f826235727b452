using System.Collections.Immutable;
using System.Globalization;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Learning.Supervised;

/// <summary>
/// Rows of a frame with the label each one had h rows later. Labels are taken on the full ordered series first and incomplete rows
/// are left out afterwards, so that a deleted row never stretches the horizon. Nothing is imputed.
/// </summary>
public sealed class SupervisedProblem
{
    private const double DatasetMissingWarning = 0.2;

    private SupervisedProblem(
        SupervisedSpec spec, ImmutableArray<FeatureColumn> columns, LabelledRows rows, LiveRow? live,
        ImmutableArray<DroppedFeature> dropped, double missingShare)
    {
        (Spec, Live, DroppedFeatures, MissingShare) = (spec, live, dropped, missingShare);
        (Samples, Times, LabelTimes) = (rows.Samples, rows.Times, rows.LabelTimes);
        FeatureNames = [.. columns.Select(column => column.Name)];
        RawFeatures = [.. columns.Select(column => column.IsRaw)];
        Warnings = [.. DescribeWarnings()];
    }

    /// <summary>What was asked for.</summary>
    public SupervisedSpec Spec { get; }

    /// <summary><c>{target}_change_over_{h}</c>, <c>{target}_return_over_{h}</c> or <c>{target}_t_plus_{h}</c>.</summary>
    public string LabelName => Spec.Mode switch
    {
        TargetMode.Change => $"{Spec.Target}_change_over_{Spec.Horizon}",
        TargetMode.Return => $"{Spec.Target}_return_over_{Spec.Horizon}",
        _ => $"{Spec.Target}_t_plus_{Spec.Horizon}",
    };

    /// <summary>Features in the order of the matrix: frame (or whitelist) order, then lags.</summary>
    public ImmutableArray<string> FeatureNames { get; }

    /// <summary>For each feature, whether it is a field of an instrument rather than an engineered column or a lag.</summary>
    public ImmutableArray<bool> RawFeatures { get; }

    /// <summary>Features left out because too much of them is missing.</summary>
    public ImmutableArray<DroppedFeature> DroppedFeatures { get; }

    /// <summary>The labelled rows, in time order.</summary>
    public Samples Samples { get; }

    /// <summary>Label of each row, UNIX nanoseconds UTC.</summary>
    public ReadOnlyMemory<long> Times { get; }

    /// <summary>Label of the row h rows later, whose value the label of this row is.</summary>
    public ReadOnlyMemory<long> LabelTimes { get; }

    /// <summary>The latest complete row without a label; null when there is none after the last labelled row.</summary>
    public LiveRow? Live { get; }

    /// <summary>Share of missing values over all offered features and all rows of the frame.</summary>
    public double MissingShare { get; }

    /// <summary>Sentences about the data that a reader of the result must know.</summary>
    public ImmutableArray<string> Warnings { get; }

    /// <summary>Builds the problem.</summary>
    /// <exception cref="InvalidInputException">
    /// Field <c>target</c>, <c>horizon</c>, <c>mode</c>, <c>lags[i]</c>, <c>features[i]</c> or <c>max_missing_share</c> is wrong (all are
    /// reported), no feature is left, or no row has a label and all features.
    /// </exception>
    public static SupervisedProblem Build(Frame frame, SupervisedSpec spec)
    {
        Validate(frame, spec);
        ImmutableArray<FeatureColumn> offered = FeatureColumns.Offered(frame, spec);
        double[] missing = [.. offered.Select(column => column.MissingShare())];
        ImmutableArray<FeatureColumn> kept = [.. offered.Where((_, i) => missing[i] <= spec.MaxMissingShare)];
        if (kept.IsEmpty)
        {
            throw new InvalidInputException("NO_FEATURES", "features", offered.IsEmpty
                ? "the frame has no column besides the target; add columns or lags of the target"
                : string.Create(
                    CultureInfo.InvariantCulture, $"each of the {offered.Length} features is missing on more than {spec.MaxMissingShare:P0} of the rows"));
        }

        ReadOnlyMemory<double> target = frame.Find(spec.Target)!.Values;
        LabelledRows rows = LabelledRows.Read(frame, target.Span, kept, spec);
        if (rows.Samples.Count == 0)
        {
            (FeatureColumn column, double share) =
                offered.Zip(missing).Where(pair => pair.Second <= spec.MaxMissingShare).MaxBy(pair => pair.Second);
            throw new InvalidInputException("NO_LABELLED_ROWS", "target", string.Create(
                CultureInfo.InvariantCulture,
                $"none of the {frame.RowCount} rows has the target, its value {spec.Horizon} rows ahead and all {kept.Length} features; " +
                $"missing most is '{column.Name}' ({share:P0})"));
        }

        ImmutableArray<DroppedFeature> dropped =
        [
            .. offered.Zip(missing, (column, share) => new DroppedFeature(column.Name, share))
                .Where(feature => feature.MissingShare > spec.MaxMissingShare),
        ];
        LiveRow? live = FindLive(frame, target.Span, kept, rows.LastRow, spec.Horizon, spec.Mode);
        return new SupervisedProblem(spec, kept, rows, live, dropped, missing.Average());
    }

    private static LiveRow? FindLive(
        Frame frame, ReadOnlySpan<double> target, ImmutableArray<FeatureColumn> columns, int lastLabelled, int horizon, TargetMode mode)
    {
        double[] features = new double[columns.Length];
        for (int row = frame.RowCount - 1; row > lastLabelled; row--)
        {
            if (double.IsFinite(target[row]) && (mode != TargetMode.Return || target[row] > 0) && LabelledRows.TryRead(columns, row, features))
            {
                return new LiveRow(
                    frame.Times.Span[row], RowCalendar.Ahead(frame, row, horizon), new FeatureMatrix(features, 1, columns.Length), target[row],
                    frame.RowCount - 1 - row);
            }
        }

        return null;
    }

    private static void Validate(Frame frame, SupervisedSpec spec)
    {
        List<FieldViolation> violations = [];
        FeatureColumns.Find(frame, spec.Target, "target", violations);
        if (spec.Horizon < 1)
        {
            violations.Add(new FieldViolation("horizon", $"must be a whole number of rows, at least 1, was {spec.Horizon}"));
        }

        if (!Enum.IsDefined(spec.Mode))
        {
            violations.Add(new FieldViolation("mode", $"must be change, return or level, was {spec.Mode}"));
        }

        for (int i = 0; i < spec.Lags.Length; i++)
        {
            if (spec.Lags[i] < 1)
            {
                violations.Add(new FieldViolation($"lags[{i}]", $"must be a whole number of rows, at least 1, was {spec.Lags[i]}"));
            }
        }

        for (int i = 0; spec.Features is { } names && i < names.Length; i++)
        {
            FeatureColumns.Find(frame, names[i], $"features[{i}]", violations);
        }

        if (!(spec.MaxMissingShare is >= 0 and <= 1))
        {
            violations.Add(new FieldViolation("max_missing_share", $"must be between 0 and 1, was {spec.MaxMissingShare}"));
        }

        if (violations.Count > 0)
        {
            throw new InvalidInputException("SUPERVISED_PROBLEM_INVALID", violations);
        }
    }

    private IEnumerable<string> DescribeWarnings()
    {
        if (MissingShare > DatasetMissingWarning)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"{MissingShare:P0} of all feature values are missing (more than {DatasetMissingWarning:P0}).");
        }

        foreach (DroppedFeature feature in DroppedFeatures)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"Feature '{feature.Name}' was dropped: missing on {feature.MissingShare:P0} of the rows.");
        }

        (long shortest, long longest) = (long.MaxValue, 0);
        for (int i = 0; i < Samples.Count; i++)
        {
            long span = LabelTimes.Span[i] - Times.Span[i];
            (shortest, longest) = (Math.Min(shortest, span), Math.Max(longest, span));
        }

        if (shortest != longest)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{Spec.Horizon} rows span {(double)shortest / UnixTime.Day:0.##} to {(double)longest / UnixTime.Day:0.##} calendar days.");
        }

        if (Live is null)
        {
            yield return "No complete row follows the last labelled one: there is no live forecast.";
        }
        else if (Live.RowsBehind > 0)
        {
            yield return $"The latest complete row is {UnixTime.Format(Live.Time)}; {Live.RowsBehind} later rows lack a value.";
        }
    }
}
