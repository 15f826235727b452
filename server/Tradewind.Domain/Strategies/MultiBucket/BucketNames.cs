namespace Tradewind.Domain.Strategies.MultiBucket;

/// <summary>Names of the buckets, as orders, signals and results carry them.</summary>
internal static class BucketNames
{
    private static readonly string[] Names = ["momentum", "residual", "pair", "mean_reversion", "hedge"];

    /// <summary>Published range of the share of equity that is not invested.</summary>
    public const double LeastCash = 0.15, MostCash = 0.25;

    public static string Of(Bucket bucket) => Names[(int)bucket];

    /// <summary>Published range of the gross weight of a bucket in normal regimes; null for the hedge, which has none.</summary>
    public static (double Minimum, double Maximum)? RangeOf(Bucket bucket) => bucket switch
    {
        Bucket.Momentum => (0.40, 0.55),
        Bucket.Residual => (0.15, 0.25),
        Bucket.Pair => (0.10, 0.15),
        Bucket.MeanReversion => (0.05, 0.10),
        _ => null,
    };
}
