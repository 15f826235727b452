using System.Globalization;
using Tradewind.Domain.Market;
using Tradewind.Server.Errors;

namespace Tradewind.Server.Live.Features;

/// <summary>
/// Place in a stream of rows: the feed, what is computed, as of when stored history is read, and the number of the last row. All of it decides
/// what the rows are, so a cursor of other rows does not fit.
/// </summary>
/// <param name="FeedId">The feed.</param>
/// <param name="Computation">Names feature set, instruments, fill and length of the warm-up.</param>
/// <param name="WarmUpTime">Stored history is read as of this time, UNIX nanoseconds.</param>
/// <param name="Sequence">The last row or gap seen; 0 for none.</param>
internal sealed record FeatureCursor(string FeedId, string Computation, long WarmUpTime, long Sequence)
{
    private const int KeyLength = 24;

    /// <summary>Name of a computation.</summary>
    public static string KeyOf(string featureSetHash, IEnumerable<string> instruments, int fillLimit, int warmUpRows)
    {
        using ContentHash hash = new();
        hash.Add(featureSetHash).Add(fillLimit).Add(warmUpRows);
        foreach (string instrument in instruments)
        {
            hash.Add(instrument);
        }

        return hash.Finish()[..KeyLength];
    }

    /// <summary>Reads a cursor; an empty one begins with the first row and reads history as of now.</summary>
    /// <exception cref="CursorException">It is malformed or of other rows.</exception>
    public static FeatureCursor Read(string text, string feedId, string computation, long now)
    {
        if (text.Length == 0)
        {
            return new FeatureCursor(feedId, computation, now, 0);
        }

        string[] parts = text.Split('@');
        return parts.Length == 4 && parts[0] == feedId && parts[1] == computation
            && long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out long time)
            && long.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out long sequence)
                ? new FeatureCursor(feedId, computation, time, sequence)
                : throw new CursorException(text, $"the features {computation} of {feedId}");
    }

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{FeedId}@{Computation}@{WarmUpTime}@{Sequence}");
}
