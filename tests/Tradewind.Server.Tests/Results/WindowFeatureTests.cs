using Tradewind.Client;
using Tradewind.Testing;
using Tradewind.V1;

namespace Tradewind.Server.Tests.Results;

/// <summary>A feature set's lists of windows arrive as columns, one a window; what is wrong with them is named.</summary>
public sealed class WindowFeatureTests : IAsyncLifetime
{
    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Every_list_makes_its_columns()
    {
        await _server.SimulateAsync(120);
        WindowFeatures windows = new()
        {
            ReturnWindows = { 1, 3 }, LogReturnWindows = { 2 }, SmaWindows = { 4 }, EmaWindows = { 5 }, RsiWindows = { 6 }, ZScoreWindows = { 7 },
            VolatilityWindows = { 8 }, AtrWindows = { 9 }, StochasticWindows = { 10 }, DonchianWindows = { 11 }, VolumeRatioWindows = { 12 },
            PriceVolumeWindows = { 13 },
        };

        FeatureReport report = await ReportAsync(windows);

        string[] expected =
        [
            "return_1", "return_3", "log_return_2", "sma_4", "ema_5", "rsi_6", "zscore_7", "volatility_8", "atr_9", "stoch_k_10",
            "donchian_high_11", "donchian_low_11", "volume_ratio_12", "price_volume_corr_13",
        ];
        string[] made = [.. report.Summaries.Where(summary => summary.Category == "windows").Select(summary => summary.Column)];
        Assert.Equal(expected.Length, made.Length);
        Assert.All(expected.Zip(made), pair => Assert.EndsWith(pair.First, pair.Second, StringComparison.Ordinal));
        Assert.All(report.Summaries.Where(summary => summary.Category == "windows"), summary => Assert.True(summary.Count > 100, summary.Column));
    }

    [Fact]
    public async Task A_window_out_of_range_is_refused_with_the_field()
    {
        await _server.SimulateAsync(30);
        TradewindError error = await Refused.AsInvalidAsync(
            "FEATURE_SET_INVALID", null, () => ReportAsync(new WindowFeatures { SmaWindows = { 5, 0 }, ZScoreWindows = { 1 } }));
        Assert.Equal(["windows.sma_windows[1]", "windows.z_score_windows[0]"], error.Violations.Select(violation => violation.Field));
    }

    private async Task<FeatureReport> ReportAsync(WindowFeatures windows)
    {
        ComputeFeaturesRequest request = new()
        {
            Portfolio = new PortfolioSpec { Members = { MarketData.Member(MarketData.SimulatedCoin) } },
            FeatureSet = new FeatureSetSpec
            {
                Technical = new TechnicalFeatures { Disabled = true }, Momentum = new MomentumFeatures { Disabled = true }, Windows = windows,
            },
            ReportOnly = true,
        };
        List<ComputeFeaturesResponse> answers = await _server.Features.ComputeFeatures(request).ListAsync();
        return answers[0].Report;
    }
}
