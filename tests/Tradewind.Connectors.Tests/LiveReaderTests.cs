using Tradewind.Server.Connectors;
using Tradewind.V1;

namespace Tradewind.Connectors.Tests;

/// <summary>A reader's queue stays within its bound and never loses anything in silence.</summary>
public sealed class LiveReaderTests
{
    private readonly LiveReader _reader = new(capacity: 4);

    [Fact]
    public void A_full_queue_drops_forming_bars_in_silence()
    {
        for (int i = 0; i < 10; i++)
        {
            _reader.Offer(Bar("A", final: false));
        }

        Assert.Equal(4, Drain().Count);
        _reader.Offer(Bar("A", final: true));
        Assert.Equal([LiveUpdateKind.Ticks], Drain().Select(update => update.Kind));
    }

    [Fact]
    public void A_final_bar_that_had_to_be_dropped_is_told_as_a_loss_and_a_return()
    {
        for (int i = 0; i < 6; i++)
        {
            _reader.Offer(Bar("A", final: true));
        }

        Assert.Equal(4, Drain().Count);
        _reader.Offer(Bar("A", final: true));

        List<LiveUpdate> after = Drain();
        Assert.Equal([LiveUpdateKind.Lost, LiveUpdateKind.Active, LiveUpdateKind.Ticks], after.Select(update => update.Kind));
        Assert.Contains("could not keep up", after[0].Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_loss_of_one_symbol_is_not_that_of_another()
    {
        for (int i = 0; i < 4; i++)
        {
            _reader.Offer(Bar("A", final: true));
        }

        _reader.Offer(Bar("B", final: true));
        Drain();
        _reader.Offer(Bar("A", final: true));
        Assert.Equal([LiveUpdateKind.Ticks], Drain().Select(update => update.Kind));
        _reader.Offer(Bar("B", final: true));
        Assert.Equal([LiveUpdateKind.Lost, LiveUpdateKind.Active, LiveUpdateKind.Ticks], Drain().Select(update => update.Kind));
    }

    private static LiveUpdate Bar(string symbol, bool final) =>
        new(symbol, LiveUpdateKind.Ticks) { Ticks = new LiveTicks { Bars = { new TickBar { Final = final, Bar = new Bar() } } } };

    private List<LiveUpdate> Drain()
    {
        List<LiveUpdate> updates = [];
        while (_reader.Updates.TryRead(out LiveUpdate update))
        {
            updates.Add(update);
        }

        return updates;
    }
}
