using Tradewind.Learning.Supervised;

namespace Tradewind.Learning.Models;

/// <summary>Importance of a feature: how much the mean absolute error grows when its values are shuffled between rows.</summary>
internal static class PermutationImportance
{
    private const int Repeats = 5;

    /// <summary>Mean growth over five shuffles, negative taken as 0, divided by the sum. Shape [p]; all 0 when none matters.</summary>
    public static double[] Of(ITrainedModel model, Samples samples, int seed)
    {
        double[] values = samples.Features.Values.ToArray();
        FeatureMatrix shuffled = new(values, samples.Count, samples.Features.ColumnCount);
        double[] importance = new double[samples.Features.ColumnCount];
        double reference = MeanAbsoluteError(model, shuffled, samples);
        Random random = new(seed);
        for (int column = 0; column < importance.Length; column++)
        {
            double[] original = samples.Features.Column(column);
            double[] order = [.. original];
            for (int repeat = 0; repeat < Repeats; repeat++)
            {
                random.Shuffle(order);
                Write(values, order, column, importance.Length);
                importance[column] += (MeanAbsoluteError(model, shuffled, samples) - reference) / Repeats;
            }

            Write(values, original, column, importance.Length);
        }

        return Shares.Of(importance);
    }

    private static void Write(double[] values, double[] column, int at, int columns)
    {
        for (int row = 0; row < column.Length; row++)
        {
            values[(row * columns) + at] = column[row];
        }
    }

    private static double MeanAbsoluteError(ITrainedModel model, FeatureMatrix features, Samples samples)
    {
        double[] predicted = new double[samples.Count];
        model.Predict(features, samples.Current.Span, predicted);
        double sum = 0;
        for (int i = 0; i < predicted.Length; i++)
        {
            sum += Math.Abs(samples.Labels.Span[i] - predicted[i]);
        }

        return sum / predicted.Length;
    }
}
