using Tradewind.Client;
using Tradewind.Testing;
using Tradewind.V1;

namespace Tradewind.Server.Tests.Results;

/// <summary>Switches of indicators in requests: each changes what it names and nothing else.</summary>
public sealed class FeatureOptionTests(LoadedServer loaded) : IClassFixture<LoadedServer>
{
    private static readonly PortfolioSpec s_portfolio = new() { Members = { MarketData.Member(MarketData.SimulatedCoin), MarketData.Member(MarketData.SimulatedSpread) } };

    private readonly TestServer _server = loaded.Server;

    [Theory]
    [InlineData("SIM_BTC_USD_rsi_14 SIM_BTC_USD_stoch_rsi_k SIM_BTC_USD_stoch_rsi_d", "{ \"technical\": { \"rsiSmoothing\": \"RSI_SMOOTHING_SMA\" } }")]
    [InlineData("SIM_BTC_USD_bb_upper SIM_BTC_USD_bb_lower SIM_BTC_USD_bb_position", "{ \"technical\": { \"bollingerDdof\": 0 } }")]
    [InlineData("SIM_BTC_USD_atr", "{ \"technical\": { \"atrSmoothing\": \"ATR_SMOOTHING_EMA\" } }")]
    [InlineData("SIM_BTC_USD_vwap_24", "{ \"technical\": { \"vwapPrice\": \"VWAP_PRICE_CLOSE\" } }")]
    [InlineData("SIM_BTC_USD_stoch_d", "{ \"technical\": { \"stochasticSmoothing\": 5 } }")]
    [InlineData("SIM_BTC_USD_cci", "{ \"technical\": { \"cciConstant\": 0.03 } }")]
    [InlineData("SIM_BTC_USD_volatility_20", "{ \"annualization\": 252 }")]
    [InlineData("SIMHY_Index_volatility_20", "{ \"annualizeSpreadVolatility\": true }")]
    [InlineData("regime_SIM_BTC_USD_close_SIMHY_Index_OAS", "{ \"crossAsset\": { \"regimeByVolatility\": true } }")]
    public async Task A_switch_changes_its_columns_alone(string changed, string json)
    {
        (FeatureReport before, ColumnTable usual) = await ComputeAsync(new FeatureSetSpec());
        (FeatureReport after, ColumnTable switched) = await ComputeAsync(FeatureSetSpec.Parser.ParseJson(json));
        Assert.Equal(usual.Names, switched.Names);
        Assert.NotEqual(before.Lineage.FeatureSetHash, after.Lineage.FeatureSetHash);
        Assert.Equal(
            changed.Split(' ').Order(StringComparer.Ordinal),
            usual.Names.Where(name => !usual[name].AsSpan().SequenceEqual(switched[name])).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Covariances_and_cointegrations_of_pairs_are_made_and_checked()
    {
        PairWindow pair = new() { First = "SIM_BTC_USD_close", Second = "SIMHY_Index_OAS", Window = 40 };
        (_, ColumnTable columns) = await ComputeAsync(new FeatureSetSpec { Statistics = new StatisticsFeatures { Covariances = { pair }, Cointegrations = { pair } } });
        foreach (string kind in new[] { "cov", "eg_statistic", "eg_hedge", "eg_half_life", "eg_score" })
        {
            Assert.Contains(columns[$"{kind}_SIM_BTC_USD_close_SIMHY_Index_OAS_40"], double.IsFinite);
        }

        await Refused.AsInvalidAsync("FEATURE_SET_INVALID", "statistics.cointegrations[0].window", () => ComputeAsync(
            new FeatureSetSpec { Statistics = new StatisticsFeatures { Cointegrations = { new PairWindow(pair) { Window = 20 } } } }));
        await Refused.AsInvalidAsync("FEATURE_SET_INVALID", "statistics.covariances[0].second", () => ComputeAsync(
            new FeatureSetSpec { Statistics = new StatisticsFeatures { Covariances = { new PairWindow(pair) { Second = "none" } } } }));
        await Refused.AsInvalidAsync("FEATURE_SET_INVALID", "technical.rsi_smoothing", () => ComputeAsync(
            new FeatureSetSpec { Technical = new TechnicalFeatures { RsiSmoothing = (RsiSmoothing)9 } }));
    }

    private Task<(FeatureReport Report, ColumnTable Columns)> ComputeAsync(FeatureSetSpec set) =>
        _server.Client.ComputeFeaturesAsync(new ComputeFeaturesRequest { Portfolio = s_portfolio, FeatureSet = set });
}
