using System.Globalization;
using System.Runtime.InteropServices;
using Tradewind.Domain.Errors;
using Tradewind.Learning.Supervised;

namespace Tradewind.Learning.Models.XGBoost;

/// <summary>Trees held by the native library.</summary>
internal sealed unsafe class TrainedXGBoost(BoosterHandle booster, int featureCount) : ITrainedModel
{
    private readonly Lock _turn = new();

    public int FeatureCount => featureCount;

    public static ITrainedModel Load(ReadOnlySpan<byte> saved)
    {
        _ = XGBoostLibrary.Version;
        NativeXGBoost.Check(NativeXGBoost.XGBoosterCreate([], 0, out BoosterHandle booster));
        try
        {
            NativeXGBoost.Check(NativeXGBoost.XGBoosterLoadModelFromBuffer(booster, saved, (ulong)saved.Length));
            NativeXGBoost.Check(NativeXGBoost.XGBoosterSetParam(booster, "nthread", "1"));
            NativeXGBoost.Check(NativeXGBoost.XGBoosterGetNumFeature(booster, out ulong features));
            return new TrainedXGBoost(booster, checked((int)features));
        }
        catch (InvalidOperationException error)
        {
            booster.Dispose();
            throw new InvalidInputException("MODEL_FILE_INVALID", error.Message, [new FieldViolation("payload", "is not a model XGBoost can read")], error);
        }
    }

    public void Predict(FeatureMatrix rows, ReadOnlySpan<double> current, Span<double> predictions)
    {
        if (rows.RowCount == 0)
        {
            return;
        }

        using MatrixHandle matrix = NativeMatrix.Of(rows);
        // Results live in a buffer of the booster until its next call.
        lock (_turn)
        {
            NativeXGBoost.Check(NativeXGBoost.XGBoosterPredictFromDMatrix(
                booster, matrix, """{"type":0,"training":false,"iteration_begin":0,"iteration_end":0,"strict_shape":false}""",
                out _, out _, out float* result));
            for (int row = 0; row < rows.RowCount; row++)
            {
                predictions[row] = result[row];
            }
        }
    }

    public double[] FeatureImportance(Samples train)
    {
        double[] gains = new double[featureCount];
        lock (_turn)
        {
            NativeXGBoost.Check(NativeXGBoost.XGBoosterFeatureScore(
                booster, """{"importance_type":"total_gain"}""", out ulong count, out byte** names, out _, out _, out float* scores));
            for (int i = 0; i < (int)count; i++)
            {
                // Without names of ours the library calls the features f0, f1, …
                string name = Marshal.PtrToStringUTF8((nint)names[i])!;
                gains[int.Parse(name.AsSpan(1), CultureInfo.InvariantCulture)] = scores[i];
            }
        }

        return Shares.Of(gains);
    }

    public byte[] Save()
    {
        lock (_turn)
        {
            NativeXGBoost.Check(NativeXGBoost.XGBoosterSaveModelToBuffer(booster, """{"format":"ubj"}""", out ulong length, out byte* bytes));
            return new ReadOnlySpan<byte>(bytes, checked((int)length)).ToArray();
        }
    }

    public void Dispose() => booster.Dispose();
}
