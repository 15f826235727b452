using System.Collections.Immutable;
using Tradewind.Domain.Market;

namespace Tradewind.Learning.Supervised;

/// <summary>Rows with a label and all features, read off a frame.</summary>
internal sealed record LabelledRows(Samples Samples, ReadOnlyMemory<long> Times, ReadOnlyMemory<long> LabelTimes, int LastRow)
{
    /// <summary>Reads every row t whose T(t), T(t+h) and features are known.</summary>
    public static LabelledRows Read(Frame frame, ReadOnlySpan<double> target, ImmutableArray<FeatureColumn> columns, SupervisedSpec spec)
    {
        (List<double> features, List<double> current, List<double> labels) = ([], [], []);
        (List<long> times, List<long> labelTimes) = ([], []);
        ReadOnlySpan<long> frameTimes = frame.Times.Span;
        double[] rowFeatures = new double[columns.Length];
        int last = -1;
        // Written so that a horizon near the largest integer does not overflow.
        for (int row = 0; row < frame.RowCount - spec.Horizon; row++)
        {
            (double now, double later) = (target[row], target[row + spec.Horizon]);
            // T(t) is required in level mode too: without it there is no random walk to compare with.
            if (double.IsFinite(now) && double.IsFinite(later) && (spec.Mode != TargetMode.Return || now > 0) && TryRead(columns, row, rowFeatures))
            {
                features.AddRange(rowFeatures);
                current.Add(now);
                labels.Add(spec.Mode switch
                {
                    TargetMode.Change => later - now,
                    TargetMode.Return => later / now - 1,
                    _ => later,
                });
                times.Add(frameTimes[row]);
                labelTimes.Add(frameTimes[row + spec.Horizon]);
                last = row;
            }
        }

        FeatureMatrix matrix = new(features.ToArray(), labels.Count, columns.Length);
        return new LabelledRows(
            new Samples(matrix, current.ToArray(), labels.ToArray(), spec.Mode), times.ToArray(), labelTimes.ToArray(), last);
    }

    /// <summary>Reads the features of one row; false when one is missing.</summary>
    public static bool TryRead(ImmutableArray<FeatureColumn> columns, int row, Span<double> values)
    {
        for (int i = 0; i < columns.Length; i++)
        {
            values[i] = columns[i].At(row);
            if (double.IsNaN(values[i]))
            {
                return false;
            }
        }

        return true;
    }
}
