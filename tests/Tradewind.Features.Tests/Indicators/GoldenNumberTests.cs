using Tradewind.Domain.Indicators;
using static Tradewind.Features.Tests.Indicators.GoldenSeries;

namespace Tradewind.Features.Tests.Indicators;

/// <summary>Every golden number of the feature specification that one indicator answers.</summary>
public sealed class GoldenNumberTests
{
    [Fact]
    public void Rsi_follows_Wilder()
    {
        double[] rsi = Fold.Over(new Rsi(14), Close);
        Fold.AssertFirstValid(rsi, 14);
        Fold.AssertRows(rsi, 14, 82.142857, 79.100529, 80.644553, 82.071012, 78.938452, 80.538390);
        Fold.AssertRows(Fold.Over(new Rsi(5), Close), 5, 88.888889, 78.048780, 83.177570, 86.980108);
    }

    [Fact]
    public void Rsi_with_simple_means_follows_Cutler() =>
        Fold.AssertRows(Fold.Over(new Rsi(14, RsiSmoothing.Sma), Close), 14, 82.142857, 78.571429, 78.571429);

    [Fact]
    public void Rsi_restarts_after_a_missing_row()
    {
        double[] gap = [.. Close];
        gap[8] = double.NaN;
        double[] rsi = Fold.Over(new Rsi(5), gap);
        int[] defined = [.. Enumerable.Range(0, 20).Where(row => !double.IsNaN(rsi[row]))];
        Assert.Equal([5, 6, 7, 14, 15, 16, 17, 18, 19], defined);
        Assert.Equal(84.615385, rsi[14], tolerance: 5e-7);
    }

    [Theory]
    [InlineData(1, 100)]
    [InlineData(0, 50)]
    [InlineData(-1, 0)]
    public void Rsi_of_a_series_without_one_side_is_at_its_bound(int step, double expected)
    {
        double[] ramp = [.. Enumerable.Range(0, 40).Select(row => 100.0 + step * row)];
        Assert.All(Fold.Over(new Rsi(14), ramp)[14..], value => Assert.Equal(expected, value));
        Assert.All(Fold.Over(new Rsi(14, RsiSmoothing.Ewm), ramp)[14..], value => Assert.Equal(expected, value));
        Assert.All(Fold.Over(new Rsi(14, RsiSmoothing.Sma), ramp)[14..], value => Assert.Equal(expected, value));
    }

    [Fact]
    public void Macd_starts_its_recursion_at_row_0()
    {
        Macd macd = new(3, 6, 3);
        (double[] line, double[] signal, double[] histogram) = (new double[20], new double[20], new double[20]);
        for (int row = 0; row < 20; row++)
        {
            line[row] = macd.Update(Close[row]);
            (signal[row], histogram[row]) = (macd.Signal, macd.Histogram);
        }

        Fold.AssertFirstValid(line, 5);
        Fold.AssertFirstValid(signal, 7);
        Fold.AssertFirstValid(histogram, 7);
        Fold.AssertRows(line, 17, 1.897121, 1.483406, 1.552307);
        Fold.AssertRows(signal, 17, 1.822005, 1.652706, 1.602506);
        Fold.AssertRows(histogram, 17, 0.075116, -0.169300, -0.050199);
    }

    [Fact]
    public void Macd_with_its_usual_windows_is_first_valid_at_25_and_33()
    {
        double[] series = [.. Enumerable.Range(0, 60).Select(row => 100 + Math.Sin(row))];
        Macd macd = new(12, 26, 9);
        double[] signal = new double[60];
        double[] line = new double[60];
        for (int row = 0; row < 60; row++)
        {
            line[row] = macd.Update(series[row]);
            signal[row] = macd.Signal;
        }

        Fold.AssertFirstValid(line, 25);
        Fold.AssertFirstValid(signal, 33);
    }

    [Fact]
    public void Bollinger_bands_of_sample_and_textbook_deviation()
    {
        Bollinger sample = new(20);
        Bollinger textbook = new(20, degreesOfFreedomLost: 0);
        foreach (double close in Close)
        {
            sample.Update(close);
            textbook.Update(close);
        }

        Assert.Equal(111.2, sample.Middle, tolerance: 1e-12);
        Assert.Equal(125.365934, sample.Upper, tolerance: 5e-7);
        Assert.Equal(97.034066, sample.Lower, tolerance: 5e-7);
        Assert.Equal(0.881196, sample.Position, tolerance: 5e-7);
        Assert.Equal(125.007244, textbook.Upper, tolerance: 5e-7);
        Assert.Equal(97.392756, textbook.Lower, tolerance: 5e-7);
    }

    [Fact]
    public void Stochastic_and_Williams_differ_by_100()
    {
        (double[] k, double[] d) = StochasticOver(14);
        Fold.AssertFirstValid(k, 13);
        Fold.AssertFirstValid(d, 15);
        Assert.Equal(90.0, k[19], tolerance: 1e-9);
        Assert.Equal(88.070175, d[19], tolerance: 5e-7);

        (k, d) = StochasticOver(5);
        Fold.AssertRows(k, 17, 75, 57.142857, 75);
        Fold.AssertRows(d, 17, 79.629630, 73.677249, 69.047619);
        double[] williams = Fold.Over(new WilliamsR(5), High, Low, Close);
        Fold.AssertRows(williams, 17, -25, -42.857143, -25);
        Assert.Equal([.. k.Select(value => value - 100)], williams);
    }

    [Fact]
    public void A_zero_range_is_the_middle()
    {
        double[] flat = [.. Enumerable.Repeat(7.1, 30)];
        Assert.All(Fold.Over(new Stochastic(5), flat, flat, flat)[4..], value => Assert.Equal(50, value));
        Assert.All(Fold.Over(new WilliamsR(5), flat, flat, flat)[4..], value => Assert.Equal(-50, value));
        Assert.All(Fold.Over(new StochasticRsi(5, 5), flat)[12..], value => Assert.Equal(50, value));
        Assert.All(Fold.Over(new Cci(5), flat, flat, flat)[4..], value => Assert.Equal(0, value));
    }

    [Fact]
    public void StochasticRsi_of_five_rows()
    {
        StochasticRsi indicator = new(5, 5, 3, 3);
        (double[] s, double[] k, double[] d) = (new double[20], new double[20], new double[20]);
        for (int row = 0; row < 20; row++)
        {
            k[row] = indicator.Update(Close[row]);
            (s[row], d[row]) = (indicator.Raw, indicator.D);
        }

        Fold.AssertRows(s, 18, 0, 59.930715);
        Fold.AssertRows(k, 18, 57.209195, 53.310238);
        Fold.AssertRows(d, 18, 57.399647, 57.839490);
    }

    [Fact]
    public void StochasticRsi_with_its_usual_windows_is_first_valid_at_29_and_31()
    {
        double[] series = [.. Enumerable.Range(0, 60).Select(row => 100 + 10 * Math.Sin(row * row))];
        (double[] k, double[] d) = StochasticRsi.Compute(series);
        Fold.AssertFirstValid(k, 29);
        Fold.AssertFirstValid(d, 31);
    }

    [Fact]
    public void Vwap_of_typical_price_and_of_close()
    {
        double[] typical = [.. Close.Select((close, row) => RollingVwap.TypicalPrice(High[row], Low[row], close))];
        double[] vwap = Fold.Over(new RollingVwap(4), typical, Volume);
        Fold.AssertFirstValid(vwap, 3);
        Assert.Equal(101.557971, vwap[3], tolerance: 5e-7);
        Assert.Equal(120.653595, vwap[19], tolerance: 5e-7);
        double[] ofClose = Fold.Over(new RollingVwap(4), Close, Volume);
        Assert.Equal(101.5, ofClose[3], tolerance: 5e-7);
        Assert.Equal(120.607843, ofClose[19], tolerance: 5e-7);
        Assert.All(Fold.Over(new RollingVwap(4), Close, new double[20]), value => Assert.True(double.IsNaN(value)));
    }

    [Fact]
    public void Atr_of_Wilder_and_exponential()
    {
        double[] atr = Fold.Over(new Atr(14), High, Low, Close);
        Fold.AssertFirstValid(atr, 13);
        Fold.AssertRows(atr, 13, 3.642857, 3.596939, 3.554300);
        Assert.Equal(3.545121, atr[19], tolerance: 5e-7);
        Assert.Equal(3.574616, Fold.Over(new Atr(14, AtrSmoothing.Ema), High, Low, Close)[19], tolerance: 5e-7);
    }

    [Fact]
    public void Roc_in_percent()
    {
        double[] roc = Fold.Over(new Roc(10), Close);
        Fold.AssertFirstValid(roc, 10);
        Fold.AssertRows(roc, 17, 12.037037, 9.090909, 11.926606);
    }

    [Fact]
    public void Roc_takes_a_negative_price_but_not_a_negative_base()
    {
        double[] roc = Fold.Over(new Roc(1), [18.27, -37.63, 10.01]);
        Assert.Equal(100 * (-37.63 - 18.27) / 18.27, roc[1]);
        Assert.True(double.IsNaN(roc[2]));
    }

    [Fact]
    public void Obv_starts_at_zero() => Assert.Equal((0, 111), (Fold.Over(default(Obv), Close, Volume)[0], Fold.Over(default(Obv), Close, Volume)[19]));

    [Fact]
    public void Cci_of_five_rows() =>
        Fold.AssertRows(Fold.Over(new Cci(5), High, Low, Close), 17, 147.435897, 39.007092, 104.519774);

    [Fact]
    public void Volatility_on_both_calendars()
    {
        Assert.Equal(0.219347, Fold.Over(new ReturnVolatility(5, 252), Close)[19], tolerance: 5e-7);
        Assert.Equal(0.263984, Fold.Over(new ReturnVolatility(5, 365), Close)[19], tolerance: 5e-7);
        Fold.AssertFirstValid(Fold.Over(new ReturnVolatility(5, 365), Close), 5);
    }

    [Fact]
    public void Momentum_is_a_ratio()
    {
        double[] ramp = [.. Enumerable.Range(1, 30).Select(value => (double)value)];
        Fold.AssertFirstValid(Fold.Over(new MomentumRatio(5), ramp), 29);
        Assert.Equal(0.806452, Fold.Over(new MomentumRatio(5), ramp)[29], tolerance: 5e-7);
        Assert.Equal(0.645161, Fold.Over(new MomentumRatio(10), ramp)[29], tolerance: 5e-7);
        Assert.Equal(0.483871, Fold.Over(new MomentumRatio(15), ramp)[29], tolerance: 5e-7);
        Assert.Equal(0.02131287, Fold.Over(new MomentumRatio(5, 10), Close)[19], tolerance: 5e-9);
    }

    private static (double[] K, double[] D) StochasticOver(int window)
    {
        Stochastic stochastic = new(window);
        (double[] k, double[] d) = (new double[20], new double[20]);
        for (int row = 0; row < 20; row++)
        {
            k[row] = stochastic.Update(High[row], Low[row], Close[row]);
            d[row] = stochastic.D;
        }

        return (k, d);
    }
}
