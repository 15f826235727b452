using Tradewind.Learning.Supervised;

namespace Tradewind.Learning.Models.XGBoost;

/// <summary>Copies rows into the native library, which works in single precision.</summary>
internal static class NativeMatrix
{
    /// <summary>Copies features; NaN is missing.</summary>
    public static MatrixHandle Of(FeatureMatrix features)
    {
        NativeXGBoost.Check(NativeXGBoost.XGDMatrixCreateFromMat(
            Single(features.Values), (ulong)features.RowCount, (ulong)features.ColumnCount, float.NaN, out MatrixHandle matrix));
        return matrix;
    }

    /// <summary>Copies features and labels.</summary>
    public static MatrixHandle Of(Samples samples)
    {
        MatrixHandle matrix = Of(samples.Features);
        NativeXGBoost.Check(NativeXGBoost.XGDMatrixSetFloatInfo(matrix, "label", Single(samples.Labels.Span), (ulong)samples.Count));
        return matrix;
    }

    private static float[] Single(ReadOnlySpan<double> values)
    {
        float[] single = new float[values.Length];
        for (int i = 0; i < single.Length; i++)
        {
            single[i] = (float)values[i];
        }

        return single;
    }
}
