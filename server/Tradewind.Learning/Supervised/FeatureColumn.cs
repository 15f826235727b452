namespace Tradewind.Learning.Supervised;

/// <summary>One feature of a problem and where its value at row t is read: <c>Values[t − Shift]</c>.</summary>
/// <param name="Name">Name of the feature.</param>
/// <param name="Values">Column of the frame it is read from.</param>
/// <param name="Shift">Rows back: 0 for a column itself, k for a lag.</param>
/// <param name="IsRaw">True for a field of an instrument, false for an engineered column or a lag.</param>
internal sealed record FeatureColumn(string Name, ReadOnlyMemory<double> Values, int Shift, bool IsRaw)
{
    /// <summary>Value at a row; NaN before the first row and for anything that is not a finite number.</summary>
    public double At(int row)
    {
        double value = row >= Shift ? Values.Span[row - Shift] : double.NaN;
        // Neither a mean nor a tree can use an infinite value: it is as good as missing.
        return double.IsFinite(value) ? value : double.NaN;
    }

    /// <summary>Share of the rows at which the feature is missing.</summary>
    public double MissingShare()
    {
        int missing = 0;
        for (int row = 0; row < Values.Length; row++)
        {
            missing += double.IsNaN(At(row)) ? 1 : 0;
        }

        return Values.Length == 0 ? 0 : (double)missing / Values.Length;
    }
}
