using FsCheck;
using FsCheck.Fluent;
using Tradewind.Domain.Indicators;

namespace Tradewind.Features.Tests.Indicators;

/// <summary>What a missing value does: windows that hold it are NaN; recursive indicators begin anew after it.</summary>
public sealed class MissingValueTests
{
    [Fact]
    public void A_window_is_NaN_exactly_while_it_holds_a_missing_value() =>
        Prop.ForAll(SampleSeries.Arbitrary, values =>
        {
            double[][] outputs =
            [
                Fold.Over(new Sma(6), values), Fold.Over(new RollingMax(6), values), Fold.Over(new RollingMin(6), values),
                Fold.Over(new RollingDeviation(6), values), Fold.Over(new RollingZScore(6), values),
            ];
            for (int row = 0; row < values.Length; row++)
            {
                bool missing = row < 5 || values[(row - 5)..(row + 1)].Any(double.IsNaN);
                Assert.All(outputs, output => Assert.Equal(missing, double.IsNaN(output[row])));
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Recursive_indicators_begin_anew_after_a_missing_row()
    {
        CheckRestart(() => new Ema(5));
        CheckRestart(() => new Rsi(5));
        CheckRestart(() => new Rsi(5, RsiSmoothing.Ewm));
        CheckRestart(() => new Macd(3, 6, 3));
    }

    [Fact]
    public void Atr_and_obv_begin_anew_after_a_missing_row()
    {
        double[] close = [.. GoldenSeries.Close];
        close[6] = double.NaN;
        double[] atr = Fold.Over(new Atr(5), GoldenSeries.High, GoldenSeries.Low, close);
        Assert.Equal(Fold.Over(new Atr(5), GoldenSeries.High[7..], GoldenSeries.Low[7..], close[7..]), atr[7..]);
        double[] obv = Fold.Over(default(Obv), close, GoldenSeries.Volume);
        Assert.Equal(double.NaN, obv[6]);
        Assert.Equal(Fold.Over(default(Obv), close[7..], GoldenSeries.Volume[7..]), obv[7..]);
    }

    [Fact]
    public void A_spread_return_needs_every_value_of_its_window()
    {
        double[] spread = [4, 4.1, 0, 4.2, 4.3, 4.4];
        double[] ratio = Fold.Over(new Return(2, ReturnBasis.Spread), spread);
        Fold.AssertFirstValid(ratio, 5);
        Assert.Equal(4.4 / 4.2 - 1, ratio[5]);
        double[] price = Fold.Over(new Return(2), spread);
        Assert.Equal(4.2 / 4.1 - 1, price[3]);
        Assert.Equal(double.NaN, price[4]);
    }

    [Fact]
    public void A_scaled_difference_is_in_deviations_of_its_window()
    {
        double[] spread = [1, 2, 4, 3, 3.5, 3.5, 3.5, 3.5];
        double[] scaled = Fold.Over(new Return(3, ReturnBasis.ScaledDifference), spread);
        Fold.AssertFirstValid(scaled[..7], 3);
        Assert.Equal(2 / (TwoPass.Deviation([1, 2, -1]) * Math.Sqrt(3)), scaled[3], tolerance: 1e-14);
        Assert.Equal(double.NaN, scaled[7]);
        Assert.Equal([double.NaN, 1, 2, -1, 0.5, 0, 0, 0], Fold.Over(new Return(1, ReturnBasis.ScaledDifference), spread));
    }

    [Theory]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void An_infinite_input_counts_as_missing(double infinite)
    {
        double[] values = [.. GoldenSeries.Close];
        values[8] = infinite;
        double[] missing = [.. GoldenSeries.Close];
        missing[8] = double.NaN;
        Assert.Equal(Fold.Over(new Rsi(4), missing), Fold.Over(new Rsi(4), values));
        Assert.Equal(Fold.Over(new Sma(4), missing), Fold.Over(new Sma(4), values));
        Assert.Equal(Fold.Over(new RollingDeviation(4), missing), Fold.Over(new RollingDeviation(4), values));
        Assert.Equal(Fold.Over(new RollingMax(4), missing), Fold.Over(new RollingMax(4), values));
    }

    [Fact]
    public void Arguments_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sma(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RollingDeviation(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RollingDeviation(5, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Rsi(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Macd(0, 26, 9));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Bollinger(20, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Cci(20, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Lag(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RollingCorrelation(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CorrelationRegime(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReturnVolatility(20, 0));
        Assert.Throws<ArgumentException>(() => Roc.Compute(new double[10], 10));
        Assert.Throws<ArgumentException>(() => StochasticRsi.Compute(new double[30]));
        Assert.Equal(31, StochasticRsi.Compute(new double[31]).K.Length);
    }

    private static void CheckRestart<T>(Func<T> create)
        where T : struct, IIndicator =>
        Prop.ForAll(SampleSeries.Arbitrary, values =>
        {
            int gap = Array.FindLastIndex(values, double.IsNaN);
            double[] output = Fold.Over(create(), values);
            Assert.Equal(Fold.Over(create(), values[(gap + 1)..]), output[(gap + 1)..]);
            Assert.True(gap < 0 || double.IsNaN(output[gap]));
        }).QuickCheckThrowOnFailure();
}
