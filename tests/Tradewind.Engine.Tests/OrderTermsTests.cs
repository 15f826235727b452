using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Orders;

namespace Tradewind.Engine.Tests;

/// <summary>Trailing stops, auction limits, icebergs, dates, groups, brackets, and what is assumed inside a bar; prices worked out by hand.</summary>
public class OrderTermsTests
{
    private static readonly OrderRequest BuyOne = new() { Instrument = "UNIT", Side = OrderSide.Buy, Quantity = 1 };
    private static readonly OrderRequest SellOne = BuyOne with { Side = OrderSide.Sell };

    private static EngineRun Run(EngineOptions options, IEnumerable<OrderRequest> requests, params double[][] bars)
    {
        EngineRun run = new(options, Markets.Daily(Markets.Unit, [[100, 100, 100, 100], .. bars]));
        run.Process(0, 1);
        foreach (OrderRequest request in requests)
        {
            run.Engine.Submit(request);
        }

        return run.Process(1, run.Slices.Count);
    }

    private static string Fills(EngineRun run) => string.Join(
        " ", run.Ledger.Fills.Select(fill => FormattableString.Invariant($"{fill.OrderNumber}:{fill.Quantity:0.##}@{fill.Price:0.####}")));

    [Fact]
    public void A_trailing_stop_follows_the_highs_and_never_goes_back()
    {
        OrderRequest trailing = SellOne with { Type = OrderType.TrailingStop, TrailAmount = 5 };
        // Starts at 100 − 5. After a high of 110 it stands at 105; the bar that falls to 104 is held against 105.
        EngineRun run = Run(Markets.Frictionless, [BuyOne, trailing], [100, 110, 99, 109], [109, 109, 106, 107], [107, 107, 104, 106]);
        Assert.Equal("1:1@100 2:1@105", Fills(run));
    }

    [Fact]
    public void A_bar_is_held_against_the_stop_as_it_stood_before_it()
    {
        OrderRequest trailing = SellOne with { Type = OrderType.TrailingStop, TrailAmount = 5 };
        // Within the first bar price rises to 120 and falls to 96: above 95, so nothing fills, though 120 − 5 was crossed.
        EngineRun run = Run(Markets.Frictionless, [BuyOne, trailing], [100, 120, 96, 118], [114, 116, 113, 115]);
        Assert.Equal("1:1@100 2:1@114", Fills(run)); // opens below 115: a gap
    }

    [Fact]
    public void A_trailing_stop_in_percent_mirrors_for_buying()
    {
        OrderRequest trailing = BuyOne with { Type = OrderType.TrailingStop, TrailPercent = 10 };
        // Short from 100; low 80 moves the stop to 88.
        EngineRun run = Run(Markets.Frictionless, [SellOne, trailing], [100, 101, 80, 82], [82, 90, 81, 89]);
        Assert.Equal("1:1@100 2:1@88", Fills(run));
    }

    [Fact]
    public void Auction_limits_fill_at_the_auction_or_expire()
    {
        OrderRequest open = BuyOne with { Type = OrderType.LimitOnOpen, LimitPrice = 101 };
        OrderRequest close = BuyOne with { Type = OrderType.LimitOnClose, LimitPrice = 101 };
        EngineOptions slipping = Markets.Frictionless with { SlippagePercent = 1 };
        Assert.Equal("1:1@100.5", Fills(Run(slipping, [open], [100.5, 103, 99, 102])));
        Assert.Equal("1:1@100.5", Fills(Run(slipping, [close], [102, 103, 99, 100.5])));
        // The range reaches the limits, the auctions do not.
        EngineRun missed = Run(slipping, [open, close], [102, 103, 99, 102], [100, 100, 100, 100]);
        Assert.Equal("", Fills(missed));
        Assert.All(missed.Ledger.Orders, order => Assert.Equal(OrderStatus.Expired, order.Status));
    }

    [Fact]
    public void An_iceberg_shows_a_part_to_touches_and_all_to_trades_through()
    {
        OrderRequest iceberg = BuyOne with { Type = OrderType.Limit, LimitPrice = 99, Quantity = 10, DisplayQuantity = 2 };
        EngineRun run = Run(Markets.Frictionless, [iceberg], [100, 101, 99, 100], [100, 101, 99, 100], [100, 101, 98, 100]);
        Assert.Equal("1:2@99 1:2@99 1:6@99", Fills(run));
    }

    [Fact]
    public void An_order_good_till_a_date_ends_before_the_bar_that_opens_then()
    {
        double[][] bars = [[100, 101, 99.5, 100], [100, 101, 90, 95]];
        EngineRun probe = Run(Markets.Frictionless, [], bars);
        OrderRequest limit = BuyOne with { Type = OrderType.Limit, LimitPrice = 95, TimeInForce = TimeInForce.GoodTillDate };
        long second = probe.Slices[2].Events.Span[0].Stamp;
        EngineRun ended = Run(Markets.Frictionless, [limit with { ExpireTime = second }], bars);
        Assert.Equal((OrderStatus.Expired, ""), (ended.Ledger.Orders[0].Status, Fills(ended)));
        Assert.Equal("1:1@95", Fills(Run(Markets.Frictionless, [limit with { ExpireTime = second + 1 }], bars)));
    }

    [Fact]
    public void The_first_of_a_group_to_fill_cancels_the_others()
    {
        OrderRequest low = BuyOne with { Type = OrderType.Limit, LimitPrice = 95, OneCancelsOther = "entry" };
        OrderRequest high = BuyOne with { Type = OrderType.Stop, StopPrice = 105, OneCancelsOther = "entry" };
        OrderRequest other = BuyOne with { Type = OrderType.Limit, LimitPrice = 94 };
        EngineRun run = Run(Markets.Frictionless, [low, high, other], [100, 101, 95, 96], [96, 110, 94, 100]);
        Assert.Equal("1:1@95 3:1@94", Fills(run));
        Assert.Equal([OrderStatus.Filled, OrderStatus.Cancelled, OrderStatus.Filled], run.Ledger.Orders.Select(order => order.Status));
    }

    [Fact]
    public void A_bracket_exits_at_its_stop_or_its_target_and_not_at_both()
    {
        OrderRequest entry = BuyOne with { Quantity = 4, BracketStop = 95, BracketTarget = 110 };
        EngineRun target = Run(Markets.Frictionless, [entry], [100, 104, 98, 103], [103, 112, 102, 111], [111, 111, 90, 92]);
        Assert.Equal("1:4@100 3:4@110", Fills(target));
        Assert.Equal(OrderStatus.Cancelled, target.Ledger.Orders[1].Status);
        Assert.All(target.Ledger.Orders.Skip(1), order => Assert.Equal((1L, OrderPurpose.Bracket, true), (order.Parent, order.Purpose, order.ReduceOnly)));

        // An entry at the open may be stopped out on its own bar.
        Assert.Equal("1:4@100 2:4@95", Fills(Run(Markets.Frictionless, [entry], [100, 104, 94, 103])));
    }

    [Fact]
    public void Exits_of_a_bracket_share_what_they_have_to_close()
    {
        EngineOptions capped = Markets.Frictionless with { Participation = 1 };
        OrderRequest entry = BuyOne with { Quantity = 4, BracketStop = 95, BracketTarget = 110 };
        // The target fills 3 of 4 for lack of volume; the stop then closes the one that is left.
        EngineRun run = Run(capped, [entry], [100, 104, 98, 103, 100], [103, 112, 102, 108, 3], [108, 109, 90, 92, 100]);
        Assert.Equal("1:4@100 3:3@110 2:1@95", Fills(run));
        Assert.Equal(0, run.Engine.PositionOf("UNIT").Quantity);
    }

    [Fact]
    public void Exits_do_not_outlive_the_position_they_protect()
    {
        OrderRequest entry = BuyOne with { BracketStop = 95 };
        EngineRun run = new(Markets.Frictionless, Markets.Daily(Markets.Unit, [100, 100, 100, 100], [100, 101, 99, 100], [100, 101, 99, 100], [100, 101, 90, 91]));
        run.Process(0, 1).Engine.Submit(entry);
        run.Process(1, 2).Engine.Submit(SellOne);
        run.Process(2, 3).Engine.Submit(BuyOne);
        run.Process(3, 4);
        Assert.Equal("1:1@100 3:1@100 4:1@100", Fills(run));
        Assert.Equal(OrderStatus.Cancelled, run.Ledger.Orders[1].Status);
    }

    [Fact]
    public void A_reduce_only_order_closes_what_there_is_and_no_more()
    {
        OrderRequest close = SellOne with { Quantity = 5, Type = OrderType.Limit, LimitPrice = 105, ReduceOnly = true };
        EngineRun run = new(Markets.Frictionless, Markets.Daily(Markets.Unit, [100, 100, 100, 100], [100, 101, 99, 100], [100, 106, 99, 105]));
        run.Process(0, 1);
        Assert.Equal(OrderRejection.NothingToReduce, run.Engine.Submit(close).Rejection);
        run.Engine.Submit(BuyOne with { Quantity = 2 });
        run.Process(1, 2).Engine.Submit(close);
        run.Process(2, 3);
        Assert.Equal("2:2@100 3:2@105", Fills(run));
        Assert.Equal((OrderStatus.Cancelled, 2m), (run.Ledger.Orders[2].Status, run.Ledger.Orders[2].FilledQuantity));
    }

    [Theory]
    [InlineData(IntrabarAssumption.Pessimistic, 108.0, 92.0, "2:1@95")]
    [InlineData(IntrabarAssumption.Optimistic, 108.0, 92.0, "3:1@105")]
    [InlineData(IntrabarAssumption.Path, 108.0, 93.0, "2:1@95")] // the low is nearer to the open
    [InlineData(IntrabarAssumption.Path, 106.0, 92.0, "3:1@105")] // the high is nearer
    [InlineData(IntrabarAssumption.Path, 107.0, 93.0, "2:1@95")] // as far: the low first
    public void A_bar_that_reaches_stop_and_target_is_decided_by_the_assumption(IntrabarAssumption assumption, double high, double low, string exit)
    {
        OrderRequest entry = BuyOne with { BracketStop = 95, BracketTarget = 105 };
        EngineRun run = Run(Markets.Frictionless with { Intrabar = assumption }, [entry], [100, 101, 99, 100], [100, high, low, 100]);
        Assert.Equal($"1:1@100 {exit}", Fills(run));
    }

    [Fact]
    public void The_path_meets_orders_in_its_own_order()
    {
        EngineOptions path = Markets.Frictionless with { Intrabar = IntrabarAssumption.Path };
        OrderRequest[] requests =
        [
            BuyOne with { Type = OrderType.Stop, StopPrice = 106 }, BuyOne with { Type = OrderType.Limit, LimitPrice = 97 },
            SellOne with { Type = OrderType.Limit, LimitPrice = 103 }, BuyOne with { Type = OrderType.Limit, LimitPrice = 99 },
        ];
        // 100 → 96 → 108 → 105.
        Assert.Equal("4:1@99 2:1@97 3:1@103 1:1@106", Fills(Run(path, requests, [100, 108, 96, 105])));
    }

    [Theory]
    [InlineData(OrderRejection.TrailInvalid)]
    [InlineData(OrderRejection.DisplayQuantityInvalid)]
    [InlineData(OrderRejection.ExpiryInvalid)]
    [InlineData(OrderRejection.BracketInvalid)]
    [InlineData(OrderRejection.LimitPriceRequired)]
    public void Wrong_terms_are_refused_by_name(OrderRejection expected)
    {
        EngineRun run = new(Markets.Frictionless, Markets.Daily(Markets.Unit, [100, 100, 100, 100], [100, 100, 100, 100]));
        run.Process(0, 1);
        OrderRequest[] wrong = expected switch
        {
            OrderRejection.TrailInvalid =>
            [
                SellOne with { Type = OrderType.TrailingStop }, SellOne with { Type = OrderType.TrailingStop, TrailAmount = 1, TrailPercent = 1 },
                SellOne with { TrailAmount = 1 }, SellOne with { Type = OrderType.TrailingStop, TrailPercent = 100 },
            ],
            OrderRejection.DisplayQuantityInvalid =>
            [
                BuyOne with { DisplayQuantity = 1 }, BuyOne with { Type = OrderType.Limit, LimitPrice = 99, DisplayQuantity = 2 },
            ],
            OrderRejection.ExpiryInvalid => [BuyOne with { TimeInForce = TimeInForce.GoodTillDate }, BuyOne with { ExpireTime = long.MaxValue }],
            OrderRejection.BracketInvalid => [BuyOne with { BracketStop = 105, BracketTarget = 95 }, SellOne with { BracketStop = 95, BracketTarget = 105 }],
            _ => [BuyOne with { Type = OrderType.LimitOnOpen }, BuyOne with { Type = OrderType.LimitOnClose }],
        };
        Assert.All(wrong, request => Assert.Equal(expected, run.Engine.Submit(request).Rejection));
    }
}
