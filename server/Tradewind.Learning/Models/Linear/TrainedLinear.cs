using System.Buffers.Binary;
using Tradewind.Domain.Errors;
using Tradewind.Learning.Supervised;

namespace Tradewind.Learning.Models.Linear;

/// <summary>Weights on standardised features and an intercept.</summary>
internal sealed class TrainedLinear(Standardisation scale, double[] weights, double intercept, int seed) : ITrainedModel
{
    public int FeatureCount => weights.Length;

    /// <summary>Weights per population deviation of a feature.</summary>
    public ReadOnlySpan<double> Weights => weights;

    public static ITrainedModel Load(ReadOnlySpan<byte> saved)
    {
        // Layout: seed, then intercept, means, deviations, weights, 8 bytes little-endian each.
        int features = (saved.Length - 16) / 24;
        if (saved.Length < 16 || saved.Length != 16 + (features * 24))
        {
            throw new InvalidInputException("MODEL_FILE_INVALID", "payload", $"a linear model is 16 + 24·p bytes, were {saved.Length}");
        }

        int seed = (int)BinaryPrimitives.ReadInt64LittleEndian(saved);
        double[] values = new double[1 + (features * 3)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadDoubleLittleEndian(saved[(8 + (8 * i))..]);
        }

        return new TrainedLinear(
            new Standardisation(values[1..(1 + features)], values[(1 + features)..(1 + (2 * features))]), values[(1 + (2 * features))..], values[0], seed);
    }

    public void Predict(FeatureMatrix rows, ReadOnlySpan<double> current, Span<double> predictions)
    {
        for (int row = 0; row < rows.RowCount; row++)
        {
            double sum = intercept;
            ReadOnlySpan<double> features = rows.Row(row);
            for (int column = 0; column < features.Length; column++)
            {
                sum += weights[column] * scale.Apply(features[column], column);
            }

            predictions[row] = sum;
        }
    }

    public double[] FeatureImportance(Samples train) => PermutationImportance.Of(this, train, seed);

    public byte[] Save()
    {
        double[] values = [intercept, .. scale.Means, .. scale.Deviations, .. weights];
        byte[] saved = new byte[8 + (8 * values.Length)];
        BinaryPrimitives.WriteInt64LittleEndian(saved, seed);
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(saved.AsSpan(8 + (8 * i)), values[i]);
        }

        return saved;
    }

    public void Dispose()
    {
        // Nothing native is held.
    }
}
