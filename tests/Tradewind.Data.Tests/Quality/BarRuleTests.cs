using Tradewind.Data.Tests.Sources;
using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Quality;

namespace Tradewind.Data.Tests.Quality;

public sealed class BarRuleTests
{
    [Theory]
    [InlineData(1, 2, 0.5, 1.5, 10, BarDefect.None)]
    [InlineData(0, 2, 0.5, 1.5, 10, BarDefect.BadPrice)]
    [InlineData(1, 2, -0.5, 1.5, -10, BarDefect.BadPrice)]
    [InlineData(1, 0.4, 0.5, 1.5, 10, BarDefect.OhlcViolation)]
    [InlineData(1, 1.4, 0.5, 1.5, 0, BarDefect.OhlcViolation)]
    [InlineData(1, 2, 1.2, 1.5, 10, BarDefect.OhlcViolation)]
    [InlineData(1, 2, 0.5, 1.5, -1, BarDefect.NegativeVolume)]
    [InlineData(1, 2, 0.5, 1.5, 0, BarDefect.ZeroVolume)]
    [InlineData(1, double.NaN, 0.5, 1.5, 10, BarDefect.MissingValue)]
    [InlineData(1, 2, 0.5, 1.5, double.NaN, BarDefect.MissingValue)]
    [InlineData(double.NaN, 2, 0.5, 2.5, 10, BarDefect.OhlcViolation)]
    public void A_bar_is_reported_under_the_first_rule_it_breaks(double open, double high, double low, double close, double volume, BarDefect expected)
    {
        InstrumentSeries series = SeriesOf.Bars(AssetClass.CryptoSpot, [open], [high], [low], [close], [volume]);

        Assert.Equal(expected, BarColumns.Of(series).DefectAt(0));
    }

    [Theory]
    [InlineData(70, false)]
    [InlineData(69.99, true)]
    public void A_fall_of_more_than_thirty_percent_between_closes_is_a_flash_crash(double close, bool expected) =>
        Assert.Equal(expected, SeriesOf.Daily(AssetClass.CryptoSpot, ("close", [100, close])).Report().Has(QualityCode.FlashCrash));

    [Fact]
    public void A_fall_inside_the_bar_is_a_flash_crash_and_kept()
    {
        QualityReport report = SeriesOf.Bars(AssetClass.CryptoSpot, [100], [100], [69], [99], [1]).Report();

        Assert.Equal(QualitySeverity.Info, report.Finding(QualityCode.FlashCrash).Severity);
    }

    [Fact]
    public void A_volume_spike_is_judged_against_the_volumes_before_it_only()
    {
        double[] volume = [.. Enumerable.Repeat(10.0, 12), 101, .. Enumerable.Repeat(100.0, 30)];
        InstrumentSeries series = SeriesOf.Daily(AssetClass.CryptoSpot, ("close", SeriesOf.Wave(43)), ("volume", volume));

        QualityFinding spike = series.Report().Finding(QualityCode.VolumeSpike);

        Assert.Equal((12, 1L), (spike.FirstRow!.Value, spike.Count));
    }

    [Theory]
    [InlineData(9, 1000, false)]
    [InlineData(10, 1000, true)]
    [InlineData(10, 100, false)]
    public void A_volume_spike_needs_ten_values_and_more_than_ten_times_their_median(int before, double volume, bool expected)
    {
        InstrumentSeries series = SeriesOf.Daily(
            AssetClass.CryptoSpot, ("close", SeriesOf.Wave(before + 1)), ("volume", [.. Enumerable.Repeat(10.0, before), volume]));

        Assert.Equal(expected, series.Report().Has(QualityCode.VolumeSpike));
    }

    [Fact]
    public void A_negative_price_is_an_error_for_crypto_and_a_warning_for_futures()
    {
        Assert.Equal(QualityStatus.Error, SeriesOf.Daily(AssetClass.CryptoSpot, ("close", [1, -1])).Report().Status);
        Assert.Equal(QualitySeverity.Warning, SeriesOf.Daily(AssetClass.CommodityFuture, ("close", [1, -37.63])).Report().Finding(QualityCode.BadPrice).Severity);
    }
}
