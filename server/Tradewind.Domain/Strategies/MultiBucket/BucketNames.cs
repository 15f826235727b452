namespace Tradewind.Domain.Strategies.MultiBucket;

/// <summary>Names of the buckets, as orders, signals and results carry them.</summary>
internal static class BucketNames
{
    private static readonly string[] Names = ["momentum", "residual", "pair", "mean_reversion", "hedge"];

    public static string Of(Bucket bucket) => Names[(int)bucket];
}
