using System.Runtime.CompilerServices;
using Tradewind.Domain.Engine;
using Tradewind.Storage;

namespace Tradewind.Server.Live;

/// <summary>Puts the events of a feed's journal together again into slices, for consumers inside the server.</summary>
internal static class FeedSlices
{
    /// <summary>No consumer inside the server needs a sign of life.</summary>
    private static readonly TimeSpan NoHeartbeat = TimeSpan.FromHours(1);

    /// <summary>Slices of a feed from its first event, then as they come, until the feed ends. Each owns its memory.</summary>
    public static async IAsyncEnumerable<MarketSlice> FollowAsync(LiveJournal journal, TimeProvider clock, [EnumeratorCancellation] CancellationToken cancellation)
    {
        List<MarketEvent> events = [];
        await foreach (JournalEntry? entry in journal.FollowAsync(0, NoHeartbeat, clock, cancellation).ConfigureAwait(false))
        {
            // A gap is for people and their alarms: what was missed comes as late slices.
            if (entry is null || FeedEvents.DecodeGap(entry) is not null)
            {
                continue;
            }

            (MarketEvent marketEvent, bool last) = FeedEvents.Decode(entry);
            events.Add(marketEvent);
            if (last)
            {
                yield return new MarketSlice(entry.EventTime, events.ToArray());
                events.Clear();
            }
        }
    }
}
