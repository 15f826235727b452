namespace Tradewind.Features.Tests.Indicators;

/// <summary>The 20-row base series of the feature specification.</summary>
internal static class GoldenSeries
{
    public static readonly double[] Close =
        [100, 101, 103, 102, 105, 107, 106, 108, 110, 109, 112, 115, 113, 116, 118, 117, 119, 121, 120, 122];

    public static readonly double[] High = [.. Close.Select((close, row) => close + (row % 2 == 0 ? 1 : 2))];

    public static readonly double[] Low = [.. Close.Select((close, row) => close - (row % 2 == 0 ? 2 : 1))];

    public static readonly double[] Volume = [10, 12, 9, 15, 11, 13, 8, 14, 16, 10, 12, 18, 9, 11, 13, 7, 12, 15, 10, 14];

    // The two short series of golden numbers 6 and 7.
    public static readonly double[] ShortPrice = [100, 102, 101, 105, 107, 110];

    public static readonly double[] ShortSpread = [400, 398, 401, 395, 396, 390];
}
