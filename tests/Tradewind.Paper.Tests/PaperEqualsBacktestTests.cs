using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Tradewind.Client;
using Tradewind.Testing;
using Tradewind.V1;

namespace Tradewind.Paper.Tests;

/// <summary>Paper and backtest are one engine: the same rows, strategy and settings give the same fills and equity.</summary>
public sealed class PaperEqualsBacktestTests : PaperServer
{
    public static TheoryData<string, string> Strategies => new()
    {
        { "ma_crossover", "fast=2 slow=5" },
        { "bollinger", "period=5 width=1" },
        { "momentum", "period=4" },
        { "rsi_mean_reversion", "period=3" },
        { "buy_and_hold", "" },
        { "credit_regime", "regime_lookback=5 momentum_window=5 z_window=5 allow_short=true" },
    };

    [Theory]
    [MemberData(nameof(Strategies))]
    public async Task A_session_over_stored_rows_gives_the_fills_and_equity_of_the_backtest(string strategy, string parameters)
    {
        StrategySpec spec = new() { StrategyId = strategy };
        foreach (string[] pair in parameters.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => text.Split('=')))
        {
            spec.Parameters[pair[0]] = pair[1];
        }

        string[] ids = [MarketData.SimulatedCoin, "SIM-ETH/USD", MarketData.SimulatedSpread];
        foreach (TradingSettings settings in (TradingSettings[])
            [
                new(),
                new() { CloseAtEnd = true, StopLossPercent = 3, TakeProfitPercent = 5, CommissionFraction = 0.002, MaxDrawdownFraction = 1 },
                new()
                {
                    Latency = Duration.FromTimeSpan(TimeSpan.FromHours(36)), Interest = new InterestTerms { CreditRate = 0.03, DebitRate = 0.06 },
                    Dividends = { new CashDividend { InstrumentId = MarketData.SimulatedCoin, ExTime = await MiddleAsync(), Amount = "2.5" } },
                },
                new() { FillTiming = FillTiming.SameClose, SlippagePercent = 0.5, Sizing = new PositionSizing { FixedQuantity = "3" }, MaxDrawdownFraction = 0.05 },
            ])
        {
            BacktestSpec run = new() { Strategy = spec, Settings = settings, Members = { ids.Select(id => MarketData.Member(id)) } };
            string backtest = await Server.ResultOfAsync((await Server.Backtests.RunBacktestAsync(new RunBacktestRequest { Spec = run })).Operation);
            Feed feed = (await Server.Data.StartFeedAsync(Unpaced(ids))).Feed;
            string id = (await Server.Paper.CreateSessionAsync(new CreateSessionRequest { FeedId = feed.Id, Strategy = spec, Settings = settings })).Session.Id;
            List<StreamSessionEventsResponse> events = await Server.Paper.StreamSessionEvents(new StreamSessionEventsRequest { SessionId = id }).ListAsync();
            Session session = (await Server.Paper.GetSessionAsync(new GetSessionRequest { SessionId = id })).Session;

            ListBacktestFillsResponse expected = await Server.Backtests.ListBacktestFillsAsync(new ListBacktestFillsRequest { BacktestId = backtest, PageSize = 1000 });
            ListFillsResponse fills = await Server.Paper.ListFillsAsync(new ListFillsRequest { SessionId = id, PageSize = 1000 });
            Assert.NotEmpty(fills.Fills);
            Assert.Equal(expected.Fills, fills.Fills);
            ColumnTable equity = await Server.Client.ReadBacktestEquityAsync(backtest);
            Assert.Equal(BitConverter.DoubleToInt64Bits(equity["equity"][^1]), BitConverter.DoubleToInt64Bits(session.Equity));
            Backtest result = (await Server.Backtests.GetBacktestAsync(new GetBacktestRequest { BacktestId = backtest })).Backtest;
            Assert.Equal(result.LedgerHash, session.LedgerHash);
            Assert.Equal((result.OrderCount, result.FillCount), (session.OrderCount, session.FillCount));
            Assert.Equal(result.Costs, session.Costs);
            Assert.Equal(settings.Interest is not null, session.Costs.Interest != "0");
            ListBacktestTradesResponse trades = await Server.Backtests.ListBacktestTradesAsync(new ListBacktestTradesRequest { BacktestId = backtest, PageSize = 1000 });
            Assert.Equal(trades.Trades, events.Select(message => message.Trade).OfType<Trade>());

            // The same equity curve, point by point: a mark at the last close replaces the one before it.
            Dictionary<long, double> curve = [];
            foreach (StreamSessionEventsResponse message in events.Where(message => message.Equity is not null))
            {
                curve[UnixNanoseconds.FromTimestamp(message.EventTime)] = message.Equity.Equity;
            }

            Assert.Equal(equity.Times, curve.Keys);
            Assert.Equal(equity["equity"], curve.Values);
            Assert.True(decimal.TryParse(session.Cash, NumberStyles.Number, CultureInfo.InvariantCulture, out _));
        }
    }

    private async Task<Timestamp> MiddleAsync()
    {
        SeriesSummary series = (await Server.Data.GetInstrumentAsync(new GetInstrumentRequest { InstrumentId = MarketData.SimulatedCoin })).Instrument.Series[0];
        DateTime first = series.FirstTime.ToDateTime();
        return Timestamp.FromDateTime(first.AddDays(Math.Floor((series.LastTime.ToDateTime() - first).TotalDays / 2)));
    }
}
