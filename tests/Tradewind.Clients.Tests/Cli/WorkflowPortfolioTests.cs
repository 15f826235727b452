using Tradewind.Cli.Workflow;
using Tradewind.V1;

namespace Tradewind.Clients.Tests.Cli;

public sealed class WorkflowPortfolioTests
{
    [Fact]
    public void Spreads_come_first_and_a_dozen_columns_at_most()
    {
        LoadReport workbook = new();
        for (int i = 0; i < 20; i++)
        {
            workbook.Instruments.Add(Instrument($"MACRO{i}", AssetClass.Macro, "value"));
        }

        workbook.Instruments.Add(Instrument("10YR_UST", AssetClass.Rate, "value"));
        workbook.Instruments.Add(Instrument("VIX_INDEX", AssetClass.Index, "value"));
        workbook.Instruments.Add(Instrument("LUACTRUU Index", AssetClass.CreditIndex, "DURATION", "OAS"));
        workbook.Instruments.Add(Instrument("LF98TRUU Index", AssetClass.CreditIndex, "OAS"));
        WorkflowPortfolio portfolio = new([Bitcoin(), new LoadedSource("book.xlsx", false, workbook)]);

        PortfolioMember[] others = [.. portfolio.Study.Skip(1)];
        Assert.Equal(12, others.Length);
        Assert.Equal(
            ["LUACTRUU Index", "LF98TRUU Index", "VIX_INDEX", "10YR_UST", "MACRO0"], others.Take(5).Select(member => member.InstrumentId));
        Assert.Equal(["OAS"], others[0].Fields);
        Assert.Equal("LF98TRUU Index", portfolio.RegimeCredit!.Id);
        Assert.Equal(25, portfolio.Everything.Count());
    }

    [Fact]
    public void A_spread_without_the_name_OAS_drives_the_regime_by_its_own_field()
    {
        LoadReport fred = new()
        {
            Instruments = { Instrument("BAMLC0A0CM", AssetClass.CreditIndex, "value"), Instrument("BAMLH0A0HYM2", AssetClass.CreditIndex, "value") },
        };
        fred.Instruments[1].DisplayName = "ICE BofA US High Yield option-adjusted spread";
        StrategySpec strategy = new WorkflowPortfolio([Bitcoin(), new LoadedSource("BAML.csv", false, fred)]).RegimeStrategy!;
        Assert.Equal(("BAMLH0A0HYM2", "value"), (strategy.Parameters["credit_instrument"], strategy.Parameters["credit_field"]));
    }

    [Fact]
    public void Without_a_credit_index_only_crypto_is_traded()
    {
        WorkflowPortfolio portfolio = new([Bitcoin()]);
        Assert.Null(portfolio.RegimeCredit);
        Assert.Equal(["BTC/USD"], portfolio.Traded.Select(member => member.InstrumentId));
        Assert.Equal("BTC_USD_Close", portfolio.TargetColumn);
    }

    [Fact]
    public void A_crypto_file_without_prices_is_refused() => Assert.Throws<WorkflowException>(
        () => new WorkflowPortfolio([new LoadedSource("x.csv", true, new LoadReport { Instruments = { Instrument("X", AssetClass.Macro, "value") } })]));

    private static LoadedSource Bitcoin() => new(
        "BTC-USD.csv", true, new LoadReport { Instruments = { Instrument("BTC/USD", AssetClass.CryptoSpot, "Open", "Close", "Dividends") } });

    private static Instrument Instrument(string id, AssetClass assetClass, params string[] fields) => new()
    {
        Id = id,
        AssetClass = assetClass,
        ColumnPrefix = id.Replace('/', '_').Replace(' ', '_'),
        Series = { new SeriesSummary { Timeframe = "1d", Fields = { fields } } },
    };
}
