namespace Tradewind.Storage;

/// <summary>Chunks of one series in one version that hold rows of an interval, as conditions on the table <c>chunk c</c>.</summary>
/// <param name="Key">Series.</param>
/// <param name="From">First time.</param>
/// <param name="To">End, exclusive.</param>
/// <param name="AsOf">Time at which the store is looked at; null for now.</param>
/// <param name="SupersededAt">Instead of a version: the chunks that ceased to hold at this time and have values of their own.</param>
internal sealed record ChunkRange(
    long Key, long From = long.MinValue, long To = long.MaxValue, long? AsOf = null, long? SupersededAt = null)
{
    /// <summary>The newest version has a condition of its own, which the index on current chunks serves.</summary>
    public string Condition =>
        "c.series_key = @Key AND c.last_time >= @From AND c.first_time < @To AND "
        + (SupersededAt is not null ? "c.superseded_time = @SupersededAt AND c.prefix_of IS NULL"
            : AsOf is not null ? "c.written_time <= @AsOf AND (c.superseded_time IS NULL OR c.superseded_time > @AsOf)"
            : "c.superseded_time IS NULL");
}
