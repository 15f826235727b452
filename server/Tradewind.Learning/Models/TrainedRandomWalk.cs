using System.Buffers.Binary;
using Tradewind.Domain.Errors;
using Tradewind.Learning.Supervised;

namespace Tradewind.Learning.Models;

/// <summary>The random walk, which remembers only what it was asked to predict.</summary>
internal sealed class TrainedRandomWalk(int featureCount, TargetMode mode) : ITrainedModel
{
    public int FeatureCount => featureCount;

    public static ITrainedModel Load(ReadOnlySpan<byte> saved) => saved.Length == 8
        ? new TrainedRandomWalk(BinaryPrimitives.ReadInt32LittleEndian(saved), (TargetMode)BinaryPrimitives.ReadInt32LittleEndian(saved[4..]))
        : throw new InvalidInputException("MODEL_FILE_INVALID", "payload", $"a random walk is 8 bytes, were {saved.Length}");

    public void Predict(FeatureMatrix rows, ReadOnlySpan<double> current, Span<double> predictions)
    {
        if (mode == TargetMode.Level)
        {
            current.CopyTo(predictions);
        }
        else
        {
            predictions.Clear();
        }
    }

    public double[] FeatureImportance(Samples train) => new double[featureCount];

    public byte[] Save()
    {
        byte[] saved = new byte[8];
        BinaryPrimitives.WriteInt32LittleEndian(saved, featureCount);
        BinaryPrimitives.WriteInt32LittleEndian(saved.AsSpan(4), (int)mode);
        return saved;
    }

    public void Dispose()
    {
        // Nothing is held.
    }
}
