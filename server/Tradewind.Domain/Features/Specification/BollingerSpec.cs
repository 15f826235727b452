namespace Tradewind.Domain.Features;

/// <summary>Bollinger bands.</summary>
/// <param name="Window">Rows, at least 2.</param>
/// <param name="Width">Deviations from the mean to a band, positive.</param>
/// <param name="DegreesOfFreedomLost">1 for the sample deviation, 0 for the textbook one.</param>
public sealed record BollingerSpec(int Window = 20, double Width = 2, int DegreesOfFreedomLost = 1)
{
    /// <summary>Also make <c>{p}_bb_width</c>, the distance between the bands over the mean; default off.</summary>
    public bool BandWidth { get; init; }
}
