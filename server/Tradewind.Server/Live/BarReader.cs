using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Google.Protobuf.WellKnownTypes;
using Tradewind.Server.Mapping;
using Tradewind.Storage;
using Tradewind.V1;

namespace Tradewind.Server.Live;

/// <summary>
/// One reader of a tape. It takes from the record when its client has taken what came before, so a client that stops costs a page of
/// entries and nothing that grows.
/// </summary>
/// <param name="tape">What to read.</param>
/// <param name="wanted">Ordinals of instruments; empty for all.</param>
/// <param name="conflated">True: of what has come since the last message only the newest of each instrument and field.</param>
/// <param name="partial">True: bars under way too.</param>
/// <param name="heartbeat">Longest silence.</param>
/// <param name="clock">Time.</param>
internal sealed class BarReader(FeedTape tape, IReadOnlySet<int> wanted, bool conflated, bool partial, TimeSpan heartbeat, TimeProvider clock)
{
    private readonly Dictionary<int, long> _lastOpen = [];

    /// <summary>Sequence of the last event that was passed.</summary>
    public long LastSequence { get; private set; }

    /// <summary>Messages after a sequence, then live, until nothing is recorded any more.</summary>
    public async IAsyncEnumerable<StreamBarsResponse> ReadAsync(long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        LastSequence = after;
        long formingVersion = 0;
        while (true)
        {
            (long last, bool ended, Task changed) = tape.Journal.Observe();
            (_, Task formed) = tape.Forming.Observe();
            await foreach (StreamBarsResponse message in (conflated ? ConflateAsync(last, cancellation) : PassAsync(last, cancellation)).ConfigureAwait(false))
            {
                yield return message;
            }

            if (ended)
            {
                yield break;
            }

            if (partial)
            {
                foreach (FormingBar forming in tape.Forming.Since(formingVersion))
                {
                    formingVersion = Math.Max(formingVersion, forming.Version);
                    if (IsWanted(forming.Instrument) && !(forming.Bar.OpenTime <= _lastOpen.GetValueOrDefault(forming.Instrument, long.MinValue)))
                    {
                        yield return tape.Messages.Of(forming, LastSequence);
                    }
                }
            }

            if (!await LiveJournal.WaitAsync(partial ? Task.WhenAny(changed, formed) : changed, heartbeat, clock, cancellation).ConfigureAwait(false))
            {
                StreamBarsResponse message = tape.Messages.Empty(LastSequence);
                message.Heartbeat = new Heartbeat { ServerTime = ProtoTime.Now(clock) };
                yield return message;
            }
        }
    }

    private bool IsWanted(int instrument) => wanted.Count == 0 || wanted.Contains(instrument);

    private async IAsyncEnumerable<StreamBarsResponse> PassAsync(long upTo, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (LastSequence < upTo)
        {
            foreach (JournalEntry entry in await tape.Journal.ReadPageAsync(LastSequence, cancellation).ConfigureAwait(false))
            {
                LastSequence = entry.Sequence;
                if (Take(entry) is { } message)
                {
                    yield return message.Message;
                }
            }
        }
    }

    private async IAsyncEnumerable<StreamBarsResponse> ConflateAsync(long upTo, [EnumeratorCancellation] CancellationToken cancellation)
    {
        Dictionary<(int Instrument, int Field), (FeedMessage Newest, long KnownTime, long Count)> pending = [];
        (long position, long newestTime) = (LastSequence, long.MinValue);
        while (position < upTo)
        {
            ImmutableArray<JournalEntry> page = await tape.Journal.ReadPageAsync(position, cancellation).ConfigureAwait(false);
            foreach (JournalEntry entry in page)
            {
                if (Take(entry) is { } message)
                {
                    (int, int) key = (message.Instrument, message.Field);
                    pending[key] = (message, entry.EventTime, pending.TryGetValue(key, out (FeedMessage, long, long Count) before) ? before.Count + 1 : 0);
                }
            }

            (position, newestTime) = (page[^1].Sequence, page[^1].EventTime);
        }

        foreach ((FeedMessage newest, long knownTime, long count) in pending.Values.OrderBy(entry => entry.Newest.Message.Sequence))
        {
            StreamBarsResponse message = newest.Message.Clone();
            LastSequence = message.Sequence;
            (long last, long lastTime) = tape.Journal.Last();
            (message.ConflatedCount, message.LagEventCount) = (count, last - message.Sequence);
            message.Lag = Duration.FromTimeSpan(TimeSpan.FromTicks((Math.Max(lastTime, newestTime) - knownTime) / TimeSpan.NanosecondsPerTick));
            yield return message;
        }

        LastSequence = position;
    }

    private FeedMessage? Take(JournalEntry entry)
    {
        FeedMessage message = tape.Messages.Of(entry);
        if (!IsWanted(message.Instrument))
        {
            return null;
        }

        if (message.IsBar)
        {
            _lastOpen[message.Instrument] = message.Stamp;
        }

        return message;
    }
}
