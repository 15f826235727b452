using System.Globalization;
using System.Text;
using Tradewind.Testing;
using Tradewind.V1;

namespace Tradewind.Server.Tests.Results;

/// <summary>Backtests whose orders are filled by prints of trades, as the contract says it.</summary>
public sealed class ExecutionDataTests : IAsyncLifetime
{
    private TestServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        await _server.LoadBarsAsync(120);
        LoadDataRequest prints = MarketData.File(Prints(120), "trades.csv");
        prints.File.Options = new LoadOptions { InstrumentId = MarketData.Coin };
        await _server.LoadAsync(prints);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Prints_fill_the_orders_inside_the_day_and_the_result_is_verified()
    {
        // A member without a timeframe means the bars; prints beside them do not make it ambiguous.
        BacktestSpec spec = Spec();
        Backtest daily = await RunAsync(spec);
        spec.ExecutionMembers.Add(Member("tick"));
        Backtest finer = await RunAsync(spec);
        Fill first = await FirstFillAsync(finer);
        Assert.Equal(TimeSpan.FromHours(3), first.Time.ToDateTime().TimeOfDay);
        Assert.Equal(TimeSpan.Zero, (await FirstFillAsync(daily)).Time.ToDateTime().TimeOfDay);
        spec.Settings.Latency = Google.Protobuf.WellKnownTypes.Duration.FromTimeSpan(TimeSpan.FromHours(4));
        Assert.Equal(TimeSpan.FromHours(9), (await FirstFillAsync(await RunAsync(spec))).Time.ToDateTime().TimeOfDay);

        Assert.Equal(daily.LastTime, finer.LastTime);
        Assert.Contains("LTC/USD tick execution", finer.Lineage.DataRevisions.Keys);
        Assert.NotNull(finer.Capacity);
        Assert.True((await _server.Backtests.VerifyBacktestAsync(new VerifyBacktestRequest { BacktestId = finer.Id })).Identical);
    }

    [Fact]
    public async Task Its_own_bars_give_the_plain_ledger_and_what_cannot_fill_is_refused()
    {
        BacktestSpec spec = Spec();
        Backtest plain = await RunAsync(spec);
        spec.ExecutionMembers.Add(Member("1d"));
        Assert.Equal(plain.LedgerHash, (await RunAsync(spec)).LedgerHash);
        spec.Settings.FillTiming = FillTiming.SameClose;
        await Refused.AsInvalidAsync("EXECUTION_INVALID", "spec.execution_members[LTC/USD]", () => RunAsync(spec));
    }

    private static BacktestSpec Spec() => new()
    {
        Strategy = new StrategySpec { StrategyId = "ma_crossover", Parameters = { ["fast"] = "2", ["slow"] = "5" } },
        Members = { MarketData.Member(MarketData.Coin) },
        Settings = new TradingSettings { Sizing = new PositionSizing { FixedQuantity = "1" } },
    };

    private static PortfolioMember Member(string timeframe) => new() { InstrumentId = MarketData.Coin, Timeframe = timeframe };

    /// <summary>Four trades a day at the prices of its bar.</summary>
    private static string Prints(int days)
    {
        StringBuilder text = new("time,price,size\n");
        foreach (string line in MarketData.Bars(days).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            string[] cells = line.Split(',');
            for (int i = 0; i < 4; i++)
            {
                text.Append(CultureInfo.InvariantCulture, $"{cells[0]}T{3 + 6 * i:00}:00:00Z,{cells[1 + i]},10\n");
            }
        }

        return text.ToString();
    }

    private async Task<Fill> FirstFillAsync(Backtest backtest) =>
        (await _server.Backtests.ListBacktestFillsAsync(new ListBacktestFillsRequest { BacktestId = backtest.Id })).Fills[0];

    private async Task<Backtest> RunAsync(BacktestSpec spec)
    {
        string id = await _server.ResultOfAsync((await _server.Backtests.RunBacktestAsync(new RunBacktestRequest { Spec = spec })).Operation);
        return (await _server.Backtests.GetBacktestAsync(new GetBacktestRequest { BacktestId = id })).Backtest;
    }
}
