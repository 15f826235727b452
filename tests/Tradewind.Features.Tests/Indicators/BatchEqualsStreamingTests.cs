using FsCheck;
using FsCheck.Fluent;
using Tradewind.Domain.Indicators;

namespace Tradewind.Features.Tests.Indicators;

/// <summary>Feeding a series at once, in random pieces and value by value gives the same bits, for every kernel.</summary>
public sealed class BatchEqualsStreamingTests
{
    [Fact]
    public void Sma_is_its_fold() => Check(() => new Sma(7));

    [Fact]
    public void Ema_is_its_fold() => Check(() => new Ema(7));

    [Fact]
    public void Rolling_deviation_is_its_fold() => Check(() => new RollingDeviation(9));

    [Fact]
    public void Rolling_extremes_are_their_folds()
    {
        Check(() => new RollingMax(6));
        Check(() => new RollingMin(6));
    }

    [Theory]
    [InlineData(RsiSmoothing.Wilder)]
    [InlineData(RsiSmoothing.Sma)]
    [InlineData(RsiSmoothing.Ewm)]
    public void Rsi_is_its_fold(RsiSmoothing smoothing) => Check(() => new Rsi(5, smoothing));

    [Fact]
    public void Macd_is_its_fold() => Check(() => new Macd(3, 6, 3));

    [Fact]
    public void Bollinger_is_its_fold() => Check(() => new Bollinger(8));

    [Fact]
    public void Stochastic_rsi_is_its_fold() => Check(() => new StochasticRsi(5, 5));

    [Fact]
    public void Roc_and_returns_are_their_folds()
    {
        Check(() => new Roc(4));
        Check(() => new Lag(4));
        foreach (ReturnBasis basis in Enum.GetValues<ReturnBasis>())
        {
            Check(() => new Return(4, basis));
        }

        foreach (ChangeKind kind in Enum.GetValues<ChangeKind>())
        {
            Check(() => new Change(kind));
        }
    }

    [Fact]
    public void Volatility_momentum_and_score_are_their_folds()
    {
        Check(() => new ReturnVolatility(6, 365));
        Check(() => new MomentumRatio(3, 8));
        Check(() => new RollingZScore(6));
        Check(() => new CorrelationRegime(0.3));
    }

    [Fact]
    public void Pair_indicators_are_their_folds()
    {
        CheckPair(() => new RollingCorrelation(7));
        CheckPair(() => new RankCorrelation(7));
        CheckPair(() => new RollingVwap(5));
        CheckPair(() => default(Obv));
        CheckPair(() => new VolRatio(6));
        CheckPair(() => new FiveLevelRegime(0.1, 0.1));
        CheckPair(() => new FlightToQuality(6));
        CheckPair(() => new RollingCovariance(7));
        CheckPair(() => new RollingBeta(7));
        CheckPair(() => new KendallCorrelation(7));
    }

    [Fact]
    public void Statistics_of_one_series_are_their_folds()
    {
        Check(() => new HurstExponent(16));
        Check(() => new SampleEntropy(12));
        Check(() => new PermutationEntropy(8));
        Check(() => new FractionalDifference(1.4));
    }

    [Theory]
    [InlineData(RangeVolatilityMethod.Parkinson)]
    [InlineData(RangeVolatilityMethod.GarmanKlass)]
    [InlineData(RangeVolatilityMethod.RogersSatchell)]
    [InlineData(RangeVolatilityMethod.YangZhang)]
    public void Range_volatility_starts_anew_after_a_gap_as_at_the_start(RangeVolatilityMethod method) =>
        Prop.ForAll(SampleSeries.Arbitrary, SampleSeries.Complete, (before, closes) =>
        {
            // What went before a gap as long as the window leaves no trace, whatever it was.
            (RangeVolatility old, RangeVolatility fresh) = (new(method, 6, 365), new(method, 6, 365));
            foreach (double value in before)
            {
                old.Update(value, value * 1.01, value * 0.99, value);
            }

            for (int i = 0; i < 7; i++)
            {
                old.Update(double.NaN, double.NaN, double.NaN, double.NaN);
            }

            foreach (double close in closes)
            {
                double left = old.Update(close * 1.001, close * 1.02, close * 0.99, close);
                double right = fresh.Update(close * 1.001, close * 1.02, close * 0.99, close);
                Assert.True(right.Equals(left) || Math.Abs(right - left) <= 1e-9 * right, $"{left:R} against {right:R}");
                Assert.False(double.IsInfinity(left));
            }
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(AtrSmoothing.Wilder)]
    [InlineData(AtrSmoothing.Ema)]
    public void Atr_is_its_fold(AtrSmoothing smoothing) => CheckBar(() => new Atr(5, smoothing));

    [Fact]
    public void Bar_indicators_are_their_folds()
    {
        CheckBar(() => new Stochastic(5));
        CheckBar(() => new WilliamsR(5));
        CheckBar(() => new Cci(6));
    }

    [Fact]
    public void A_fold_of_unequal_lengths_is_refused()
    {
        Sma sma = new(3);
        Obv obv = default;
        Atr atr = new(3);
        Assert.Throws<ArgumentException>(() => IndicatorFold.Run(ref sma, new double[3], new double[4]));
        Assert.Throws<ArgumentException>(() => IndicatorFold.Run(ref obv, new double[3], new double[4], new double[3]));
        Assert.Throws<ArgumentException>(() => IndicatorFold.Run(ref atr, new double[3], new double[3], new double[2], new double[3]));
    }

    private static void Check<T>(Func<T> create)
        where T : struct, IIndicator =>
        Prop.ForAll(SampleSeries.Arbitrary, values =>
        {
            double[] batch = Fold.Over(create(), values);
            T streaming = create();
            double[] single = [.. values.Select(value => streaming.Update(value))];
            T resumed = create();
            double[] pieces = new double[values.Length];
            for (int start = 0; start < values.Length; start += 13)
            {
                int end = Math.Min(values.Length, start + 13);
                IndicatorFold.Run(ref resumed, values.AsSpan(start..end), pieces.AsSpan(start..end));
            }

            return Same(batch, single) && Same(batch, pieces) && batch.All(value => !double.IsInfinity(value));
        }).QuickCheckThrowOnFailure();

    private static void CheckPair<T>(Func<T> create)
        where T : struct, IPairIndicator =>
        Prop.ForAll(SampleSeries.Arbitrary, SampleSeries.Arbitrary, (first, second) =>
        {
            int rows = Math.Min(first.Length, second.Length);
            double[] batch = Fold.Over(create(), first[..rows], second[..rows]);
            T streaming = create();
            double[] single = [.. Enumerable.Range(0, rows).Select(row => streaming.Update(first[row], second[row]))];
            return Same(batch, single) && batch.All(value => !double.IsInfinity(value));
        }).QuickCheckThrowOnFailure();

    private static void CheckBar<T>(Func<T> create)
        where T : struct, IBarIndicator =>
        Prop.ForAll(SampleSeries.Arbitrary, SampleSeries.Arbitrary, (first, second) =>
        {
            int rows = Math.Min(first.Length, second.Length);
            double[] high = [.. first.Take(rows).Zip(second, Math.Max)];
            double[] low = [.. first.Take(rows).Zip(second, Math.Min)];
            double[] batch = Fold.Over(create(), high, low, first[..rows]);
            T streaming = create();
            double[] single = [.. Enumerable.Range(0, rows).Select(row => streaming.Update(high[row], low[row], first[row]))];
            return Same(batch, single) && batch.All(value => !double.IsInfinity(value));
        }).QuickCheckThrowOnFailure();

    private static bool Same(double[] left, double[] right) =>
        left.Length == right.Length && left.Zip(right).All(pair =>
            BitConverter.DoubleToInt64Bits(pair.First) == BitConverter.DoubleToInt64Bits(pair.Second)
            || (double.IsNaN(pair.First) && double.IsNaN(pair.Second)));
}
