namespace Tradewind.Learning.Supervised;

/// <summary>Labelled rows in time order.</summary>
/// <param name="Features">Shape [n, p].</param>
/// <param name="Current">Shape [n]: T(t), the target when the forecast is made.</param>
/// <param name="Labels">Shape [n]: y(t), by <paramref name="Mode"/>.</param>
/// <param name="Mode">What the labels are.</param>
public sealed record Samples(FeatureMatrix Features, ReadOnlyMemory<double> Current, ReadOnlyMemory<double> Labels, TargetMode Mode)
{
    /// <summary>Number of rows n.</summary>
    public int Count => Labels.Length;

    /// <summary>Rows [start, end), sharing memory.</summary>
    public Samples Slice(int start, int end) =>
        new(Features.Slice(start, end - start), Current[start..end], Labels[start..end], Mode);
}
