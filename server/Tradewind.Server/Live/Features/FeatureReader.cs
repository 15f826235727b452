using System.Runtime.CompilerServices;
using Tradewind.Domain.Engine;
using Tradewind.Server.Errors;
using Tradewind.Server.Mapping;
using Tradewind.Storage;
using Tradewind.V1;

namespace Tradewind.Server.Live.Features;

/// <summary>
/// One subscriber of live features. It takes from the feed's record when its client has taken what came before, so a client that stops costs the state
/// of its features and nothing that grows.
/// </summary>
/// <param name="tape">The feed.</param>
/// <param name="set">Columns of the chosen instruments.</param>
/// <param name="rows">Computes the rows.</param>
/// <param name="cursor">Where to begin.</param>
/// <param name="history">Stored history known before a time, read when the first event of the feed is known.</param>
/// <param name="partial">True: rows under way too.</param>
/// <param name="heartbeat">Longest silence.</param>
/// <param name="clock">Time.</param>
internal sealed class FeatureReader(
    FeedTape tape,
    LiveFeatureSet set,
    LiveFeatureRows rows,
    FeatureCursor cursor,
    Func<long, CancellationToken, Task<WarmUpHistory>> history,
    bool partial,
    TimeSpan heartbeat,
    TimeProvider clock)
{
    private long _sequence;
    private long _position;
    private long _formingVersion;
    private bool _warm;

    /// <summary>Messages after the cursor, then live, until nothing is recorded any more.</summary>
    /// <exception cref="CursorException">The cursor lies beyond the last row.</exception>
    public async IAsyncEnumerable<StreamFeaturesResponse> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            (long last, bool ended, Task changed) = tape.Journal.Observe();
            (_, Task formed) = tape.Forming.Observe();
            await foreach (StreamFeaturesResponse message in PassAsync(last, cancellation).ConfigureAwait(false))
            {
                yield return message;
            }

            if (_sequence < cursor.Sequence)
            {
                throw new CursorException(cursor.ToString(), $"the features of {tape.Id}, which are {_sequence} rows and gaps long");
            }

            if (ended)
            {
                yield break;
            }

            if (partial && PeekForming() is { } underWay)
            {
                yield return underWay;
            }

            if (!await LiveJournal.WaitAsync(partial ? Task.WhenAny(changed, formed) : changed, heartbeat, clock, cancellation).ConfigureAwait(false))
            {
                StreamFeaturesResponse message = Empty();
                message.Heartbeat = new Heartbeat { ServerTime = ProtoTime.Now(clock) };
                yield return message;
            }
        }
    }

    /// <summary>A message without an event, at the present place.</summary>
    public StreamFeaturesResponse Empty()
    {
        long sequence = Math.Max(_sequence, cursor.Sequence);
        return new StreamFeaturesResponse { Sequence = sequence, Cursor = (cursor with { Sequence = sequence }).ToString(), Simulated = tape.Universe.Simulated };
    }

    private async IAsyncEnumerable<StreamFeaturesResponse> PassAsync(long upTo, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (_position < upTo)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (JournalEntry entry in await tape.Journal.ReadPageAsync(_position, cancellation).ConfigureAwait(false))
            {
                _position = entry.Sequence;
                if (FeedEvents.DecodeGap(entry) is { } gap)
                {
                    if (set.Has(tape.Universe.Universe.OrdinalOf(gap.InstrumentId)) && Next(entry.EventTime, entry.EventTime) is { } message)
                    {
                        message.Gap = gap;
                        yield return message;
                    }

                    continue;
                }

                (MarketEvent marketEvent, bool last) = FeedEvents.Decode(entry);
                if (rows.Collect(marketEvent, last, entry.EventTime) is not { } slice)
                {
                    continue;
                }

                await WarmUpAsync(slice.KnownTime, cancellation).ConfigureAwait(false);
                foreach ((long label, FeatureRow row) in rows.Take(slice))
                {
                    if (Next(label, slice.KnownTime) is { } message)
                    {
                        message.Row = row;
                        yield return message;
                    }
                }
            }
        }
    }

    // Null for what the subscriber has seen.
    private StreamFeaturesResponse? Next(long eventTime, long knownTime)
    {
        if (++_sequence <= cursor.Sequence)
        {
            return null;
        }

        StreamFeaturesResponse message = Empty();
        (message.EventTime, message.KnownTime) = (ProtoTime.ToTimestamp(eventTime), ProtoTime.ToTimestamp(knownTime));
        return message;
    }

    private async Task WarmUpAsync(long before, CancellationToken cancellation)
    {
        if (_warm)
        {
            return;
        }

        _warm = true;
        WarmUpHistory past = await history(before, cancellation).ConfigureAwait(false);
        while (past.TryTake(before, out MarketSlice slice))
        {
            rows.WarmUp(slice);
        }
    }

    private StreamFeaturesResponse? PeekForming()
    {
        long before = _formingVersion;
        IReadOnlyList<FormingBar> forming = tape.Forming.Since(0);
        _formingVersion = forming.Select(bar => bar.Version).Append(before).Max();
        if (_formingVersion == before || rows.Peek(forming) is not { } peeked)
        {
            return null;
        }

        StreamFeaturesResponse message = Empty();
        (message.EventTime, message.KnownTime, message.Row) = (ProtoTime.ToTimestamp(peeked.Label), ProtoTime.ToTimestamp(peeked.KnownTime), peeked.Row);
        return message;
    }
}
