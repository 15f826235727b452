namespace Tradewind.Sources.Caching;

/// <summary>What a request coalescer has done since it was made.</summary>
/// <param name="Hits">Requests answered without a fetch of their own: by a kept answer or by joining a fetch under way.</param>
/// <param name="Misses">Requests that started a fetch.</param>
/// <param name="Errors">Fetches that failed.</param>
/// <param name="Pending">Fetches under way.</param>
/// <param name="Entries">Answers held.</param>
public sealed record CacheStatistics(long Hits, long Misses, long Errors, int Pending, int Entries)
{
    /// <summary>Requests in all.</summary>
    public long Total => Hits + Misses;

    /// <summary>Share of requests that needed no fetch; absent before the first.</summary>
    public double? HitRate => Total == 0 ? null : (double)Hits / Total;
}
