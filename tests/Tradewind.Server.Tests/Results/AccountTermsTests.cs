using System.Globalization;
using Tradewind.Testing;
using Tradewind.V1;

namespace Tradewind.Server.Tests.Results;

/// <summary>Borrowing, funding, margin, contract rolls and currencies, as the contract says them.</summary>
public sealed class AccountTermsTests : IAsyncLifetime
{
    private const string Perpetual = "LTC-PERP";
    private TestServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        await _server.LoadBarsAsync(120);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Shorts_pay_the_borrow_fee_and_the_result_is_verified()
    {
        PositionSizing one = new() { FixedQuantity = "1" };
        Backtest free = await RunAsync(Spec(new TradingSettings { Sizing = one }));
        Backtest charged = await RunAsync(Spec(new TradingSettings { Sizing = one, Borrow = new BorrowTerms { AnnualFraction = 0.5 } }));
        Assert.Equal(("0", "0"), (free.Costs.Borrow, free.Costs.Funding));
        Assert.True(Number(charged.Costs.Borrow) > 0);
        Assert.Equal(free.Costs.CashCosts, charged.Costs.CashCosts);
        Assert.Equal((double)Number(charged.Costs.Borrow), free.Metrics.TotalReturn - charged.Metrics.TotalReturn, 1e-6);
        Assert.True((await _server.Backtests.VerifyBacktestAsync(new VerifyBacktestRequest { BacktestId = charged.Id })).Identical);
    }

    [Fact]
    public async Task Funding_stored_apart_is_paid_and_can_be_ignored()
    {
        await LoadAsync(MarketData.Bars(120), Perpetual, AssetClass.CryptoPerpetual);
        string rates = string.Concat(Enumerable.Range(0, 120).Select(row => string.Create(CultureInfo.InvariantCulture, $"{MarketData.FirstDay.AddDays(row):yyyy-MM-dd},0.0002\n")));
        await LoadAsync("date,rate\n" + rates, "LTC FUNDING", AssetClass.CryptoPerpetual);
        BacktestSpec spec = Spec(new TradingSettings());
        spec.Strategy = new StrategySpec { StrategyId = "buy_and_hold" };
        spec.Members[0].InstrumentId = Perpetual;
        spec.Funding.Add(new FundingSource { InstrumentId = Perpetual, Rates = MarketData.Member("LTC FUNDING", "value"), PaymentsPerObservation = 3 });
        Backtest paid = await RunAsync(spec);
        Assert.True(Number(paid.Costs.Funding) > 0);
        Assert.Contains(paid.Lineage.DataRevisions.Keys, key => key.EndsWith("funding_rate", StringComparison.Ordinal));
        spec.Settings.IgnoreFunding = true;
        Assert.Equal("0", (await RunAsync(spec)).Costs.Funding);
        spec.Funding[0].Rates.Fields[0] = "rate";
        await Refused.AsInvalidAsync("UNKNOWN_FIELD", "spec.funding[0].rates.fields", () => StartAsync(spec));
        spec.Funding[0].InstrumentId = MarketData.Coin;
        await Refused.AsInvalidAsync("FUNDING_INVALID", "spec.funding[0].instrument_id", () => StartAsync(spec));
        spec.Funding.Clear();
        spec.Benchmark = MarketData.Member("LTC FUNDING", "value");
        await Refused.AsInvalidAsync("SERIES_INVALID", "spec.benchmark", () => StartAsync(spec));
        spec.Benchmark = MarketData.Member(MarketData.Coin, "none");
        await Refused.AsInvalidAsync("UNKNOWN_FIELD", "spec.benchmark.fields", () => StartAsync(spec));
    }

    [Fact]
    public async Task Dividends_and_interest_are_paid_reported_and_verified()
    {
        BacktestSpec spec = Spec(new TradingSettings { Sizing = new PositionSizing { FixedQuantity = "10" } });
        spec.Strategy = new StrategySpec { StrategyId = "buy_and_hold" };
        Backtest plain = await RunAsync(spec);
        Assert.Equal(("0", "0"), (plain.Costs.Dividends, plain.Costs.Interest));

        spec.Settings.Dividends.Add(new CashDividend { InstrumentId = MarketData.Coin, ExTime = MarketData.Day(30), Amount = "1.5" });
        await LoadAsync("date,dividend\n2024-02-10,0\n2024-02-20,0.25\n2024-03-01,0\n", "LTC DIVIDENDS", AssetClass.Equity);
        spec.Dividends.Add(new DividendSource { InstrumentId = MarketData.Coin, Amounts = MarketData.Member("LTC DIVIDENDS", "value") });
        Backtest paid = await RunAsync(spec);
        Assert.Equal("-17.5", paid.Costs.Dividends);
        Assert.Equal(17.5, paid.Metrics.TotalReturn - plain.Metrics.TotalReturn, 1e-6);

        spec.Settings.Interest = new InterestTerms { CreditRate = 0.0365, DebitRate = 0.1 };
        Backtest bearing = await RunAsync(spec);
        // About a hundred a day on the million that is hardly touched.
        Assert.InRange((double)Number(bearing.Costs.Interest), -12_100, -11_700);
        Assert.Equal(paid.Costs.Dividends, bearing.Costs.Dividends);
        Assert.Equal(-(double)Number(bearing.Costs.Interest), bearing.Metrics.TotalReturn - paid.Metrics.TotalReturn, 1e-6);
        Assert.True((await _server.Backtests.VerifyBacktestAsync(new VerifyBacktestRequest { BacktestId = bearing.Id })).Identical);
        string page = (await _server.Backtests.GetBacktestReportAsync(new GetBacktestReportRequest { BacktestId = bearing.Id })).Content;
        Assert.Contains("Dividends Paid", page, StringComparison.Ordinal);
        Assert.Contains("Interest Paid", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Borrow Fees Paid", page, StringComparison.Ordinal);

        spec.Dividends[0].InstrumentId = "LTC DIVIDENDS";
        await Refused.AsInvalidAsync("DIVIDEND_INVALID", "spec.dividends[0].instrument_id", () => StartAsync(spec));
        spec.Dividends.Clear();
        spec.Settings.Interest.DebitRate = 11;
        await Refused.AsInvalidAsync("OPTIONS_INVALID", "spec.settings.interest.debit_rate", () => StartAsync(spec));
        spec.Settings.Dividends[0].Amount = "much";
        await Refused.AsInvalidAsync("SETTINGS_INVALID", "spec.settings.dividends[0].amount", () => StartAsync(spec));
    }

    [Fact]
    public async Task Margin_refuses_what_the_account_cannot_carry_and_calls_are_reported()
    {
        TradingSettings settings = new()
        {
            InitialCapital = "1000", MaxDrawdownFraction = 1, Sizing = new PositionSizing { FixedQuantity = "15" },
            Margin = new MarginTerms { InitialFraction = 0.5, MaintenanceFraction = 0.49 },
        };
        Backtest called = await RunAsync(Spec(settings));
        Assert.NotEmpty(called.MarginCalls);
        Assert.Contains(called.Warnings, warning => warning.Contains("margin calls", StringComparison.Ordinal));
        settings.Sizing.FixedQuantity = "100";
        Backtest refused = await RunAsync(Spec(settings));
        Assert.Equal(0, refused.FillCount);
        Assert.True(refused.OrderCount > 0);
        settings.Margin.MaintenanceFraction = 0.9;
        await Refused.AsInvalidAsync("OPTIONS_INVALID", "spec.settings.margin.maintenance_fraction", () => StartAsync(Spec(settings)));
    }

    [Fact]
    public async Task Rolls_are_booked_by_schedule_and_by_rule()
    {
        BacktestSpec spec = Spec(new TradingSettings
        {
            Rolls = { new ContractRoll { InstrumentId = MarketData.Coin, Time = MarketData.Day(40), FromContract = "A", ToContract = "B", Gap = "1.5" } },
        });
        spec.Strategy = new StrategySpec { StrategyId = "buy_and_hold" };
        RolledContract roll = Assert.Single((await RunAsync(spec)).Rolls);
        Assert.Equal(("A", "B", 1.5m), (roll.FromContract, roll.ToContract, Number(roll.ToPrice) - Number(roll.FromPrice)));
        Assert.True(Number(roll.Quantity) > 0 && Number(roll.Cost) > 0);

        spec.Settings.Rolls[0].Gap = "";
        await Refused.AsInvalidAsync("OPTIONS_INVALID", "spec.settings.rolls[0].to_price", () => StartAsync(spec));
        spec.Settings.Rolls.Clear();
        // The contract of April 2024 stops in March, inside the bars.
        await LoadAsync(MarketData.Bars(120), "CLJ24 Comdty", AssetClass.CommodityFuture);
        await LoadAsync(MarketData.Bars(120, (_, close) => close + 2), "CLK24 Comdty", AssetClass.CommodityFuture);
        spec.RollRules.Add(new ContractRollRule
        {
            InstrumentId = MarketData.Coin, BusinessDaysBefore = 2, Contracts = { MarketData.Member("CLJ24 Comdty"), MarketData.Member("CLK24 Comdty") },
        });
        roll = Assert.Single((await RunAsync(spec)).Rolls);
        Assert.Equal(("CLJ24 Comdty", "CLK24 Comdty", 2m), (roll.FromContract, roll.ToContract, Number(roll.ToPrice) - Number(roll.FromPrice)));
        Assert.Equal(3, roll.Time.ToDateTime().Month);
    }

    [Fact]
    public async Task Reports_show_margin_calls_rolls_and_what_holding_cost()
    {
        TradingSettings settings = new()
        {
            InitialCapital = "1000", MaxDrawdownFraction = 1, Sizing = new PositionSizing { FixedQuantity = "15" },
            Margin = new MarginTerms { InitialFraction = 0.5, MaintenanceFraction = 0.49 }, Borrow = new BorrowTerms { AnnualFraction = 0.5 },
            Rolls = { new ContractRoll { InstrumentId = MarketData.Coin, Time = MarketData.Day(40), FromContract = "A<1>", ToContract = "B<2>", Gap = "1.5" } },
        };
        Backtest backtest = await RunAsync(Spec(settings));
        GetBacktestReportResponse html = await _server.Backtests.GetBacktestReportAsync(new GetBacktestReportRequest { BacktestId = backtest.Id });
        Assert.Contains("<h2>Margin calls</h2>", html.Content, StringComparison.Ordinal);
        Assert.Contains("sold ", html.Content, StringComparison.Ordinal);
        Assert.Equal(backtest.MarginCalls.Count, html.Content.Split("class=\"called\"").Length - 1);
        Assert.Contains("<h2>Contract rolls</h2>", html.Content, StringComparison.Ordinal);
        Assert.Contains("<td>B&lt;2&gt;</td>", html.Content, StringComparison.Ordinal);
        Assert.Equal(1, html.Content.Split("class=\"roll\"").Length - 1);
        Assert.DoesNotContain("B<2>", html.Content, StringComparison.Ordinal);
        Assert.Contains("Borrow Fees", html.Content, StringComparison.Ordinal);
        GetBacktestReportResponse text = await _server.Backtests.GetBacktestReportAsync(new GetBacktestReportRequest { BacktestId = backtest.Id, Format = ReportFormat.Text });
        Assert.Contains("HOLDING POSITIONS", text.Content, StringComparison.Ordinal);

        string plain = (await _server.Backtests.GetBacktestReportAsync(new GetBacktestReportRequest { BacktestId = (await RunAsync(Spec(new TradingSettings()))).Id })).Content;
        Assert.DoesNotContain("Margin calls", plain, StringComparison.Ordinal);
        Assert.DoesNotContain("Holding positions", plain, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_in_another_currency_converts_by_a_rate_and_needs_one()
    {
        TradingSettings settings = new() { Sizing = new PositionSizing { FixedQuantity = "1" } };
        Backtest dollars = await RunAsync(Spec(settings));
        settings.AccountCurrency = "EUR";
        await Refused.AsInvalidAsync("FX_MISSING", null, () => StartAsync(Spec(settings)));

        await LoadAsync(MarketData.Bars(120, (_, _) => 1.25), "EURUSD", AssetClass.Fx);
        BacktestSpec spec = Spec(settings);
        spec.FxMembers.Add(MarketData.Member("EURUSD"));
        Backtest euros = await RunAsync(spec);
        Assert.Equal(dollars.Metrics.TotalReturn / 1.25, euros.Metrics.TotalReturn, 1e-6);
        Assert.Equal((double)Number(dollars.Costs.CashCosts) / 1.25, (double)Number(euros.Costs.CashCosts), 1e-6);
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static BacktestSpec Spec(TradingSettings settings) => new()
    {
        Strategy = new StrategySpec { StrategyId = "ma_crossover", Parameters = { ["fast"] = "2", ["slow"] = "5" } },
        Members = { MarketData.Member(MarketData.Coin) }, Settings = settings,
    };

    private Task LoadAsync(string text, string id, AssetClass kind)
    {
        LoadDataRequest request = MarketData.File(text, "file.csv");
        request.File.Options = new LoadOptions { InstrumentId = id, AssetClass = kind, Availability = Availability.Candle, Timeframe = "1d" };
        return _server.LoadAsync(request);
    }

    private Task<RunBacktestResponse> StartAsync(BacktestSpec spec) => _server.Backtests.RunBacktestAsync(new RunBacktestRequest { Spec = spec }).ResponseAsync;

    private async Task<Backtest> RunAsync(BacktestSpec spec)
    {
        string id = await _server.ResultOfAsync((await StartAsync(spec)).Operation);
        return (await _server.Backtests.GetBacktestAsync(new GetBacktestRequest { BacktestId = id })).Backtest;
    }
}
