using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf.WellKnownTypes;
using Tradewind.Server.Connectors;
using Tradewind.Server.Live;
using Tradewind.V1;

namespace Tradewind.Connectors.Tests;

/// <summary>A reader of quotes that is slow gets the newest of each symbol, and memory stays bounded by the symbols.</summary>
public sealed class QuoteBoardTests
{
    private readonly QuoteBoard _board = new(["A", "B"], depth: 0, TimeProvider.System);

    [Fact]
    public async Task A_slow_reader_gets_the_newest_quote_of_each_symbol_with_how_many_it_stands_for()
    {
        for (int i = 1; i <= 100_000; i++)
        {
            _board.Offer(Quote("A", i));
        }

        _board.Offer(Quote("B", 7));

        QuoteNews a = await NextAsync(), b = await NextAsync();
        Assert.Equal(("A", 100_000.0, 99_999), (a.Message.Quote.Symbol, a.Message.Quote.BidPrice, a.Message.ConflatedCount));
        Assert.Equal(("B", 7.0, 0), (b.Message.Quote.Symbol, b.Message.Quote.BidPrice, b.Message.ConflatedCount));
        Assert.Null(await _board.NextAsync(TimeSpan.FromMilliseconds(1), CancellationToken.None));
    }

    [Fact]
    public async Task A_loss_and_a_return_reach_even_a_slow_reader_and_quotes_of_before_the_loss_do_not()
    {
        _board.Offer(Quote("A", 1));
        _board.Offer(new LiveUpdate("A", LiveUpdateKind.Lost) { Error = new ConnectorError { Message = "gone" } });
        _board.Offer(new LiveUpdate("A", LiveUpdateKind.Active));
        _board.Offer(Quote("A", 2));

        QuoteNews[] news = [await NextAsync(), await NextAsync(), await NextAsync()];

        Assert.Equal([QuoteGapKind.Lost, QuoteGapKind.Resumed], news.Take(2).Select(one => one.Message.Gap.Kind));
        Assert.Equal("gone", news[0].Message.Gap.Message);
        Assert.Equal((2.0, 1), (news[2].Message.Quote.BidPrice, news[2].Message.ConflatedCount));
    }

    [Fact]
    public async Task A_first_state_of_active_is_no_return_and_other_symbols_are_not_told()
    {
        _board.Offer(new LiveUpdate("A", LiveUpdateKind.Active));
        _board.Offer(Quote("C", 1));

        Assert.Null(await _board.NextAsync(TimeSpan.FromMilliseconds(1), CancellationToken.None));
    }

    [Fact]
    public void Every_quote_is_delivered_conflated_or_rejected_and_the_last_good_one_is_never_lost() =>
        Prop.ForAll<(byte Step, bool Read)[]>(steps =>
        {
            QuoteBoard board = new(["A"], depth: 0, TimeProvider.System);
            (long delivered, long conflated, long rejected, double last, double seen, int offered) = (0, 0, 0, 0, 0, 0);
            foreach ((byte step, bool read) in steps)
            {
                offered++;
                bool good = step % 5 != 0;
                last = good ? offered : last;
                board.Offer(Quote("A", offered, crossed: !good));
                Drain(read);
            }

            board.Offer(Quote("A", ++offered));
            last = offered;
            Drain(read: true);
            return delivered + conflated + rejected == offered && seen == last;

            void Drain(bool read)
            {
                while (read && board.NextAsync(TimeSpan.Zero, CancellationToken.None).AsTask().GetAwaiter().GetResult() is { } news)
                {
                    (delivered, conflated, rejected, seen) =
                        (delivered + 1, conflated + news.Message.ConflatedCount, rejected + news.Message.RejectedCount, news.Message.Quote.BidPrice);
                }
            }
        }).QuickCheckThrowOnFailure();

    private async Task<QuoteNews> NextAsync() => (await _board.NextAsync(TimeSpan.FromSeconds(60), CancellationToken.None))!;

    private static LiveUpdate Quote(string symbol, double bid, bool crossed = false) => new(symbol, LiveUpdateKind.Ticks)
    {
        Ticks = new LiveTicks { Quotes = { new TickQuote { Time = Timestamp.FromDateTime(DateTime.UnixEpoch), BidPrice = bid, AskPrice = crossed ? bid - 1 : bid + 1 } } },
    };
}
