using FsCheck;
using FsCheck.Fluent;
using Tradewind.Domain.Indicators;

namespace Tradewind.Features.Tests.Indicators;

/// <summary>Feeding a series at once, in random pieces and value by value gives the same bits, for every kernel.</summary>
public sealed class BatchEqualsStreamingTests
{
    private static readonly Config s_often = Config.QuickThrowOnFailure.WithMaxTest(40);

    [Fact]
    public void Sma_is_its_fold() => CheckWindows(window => new Sma(window));

    [Fact]
    public void Ema_is_its_fold() => Check(() => new Ema(7));

    [Fact]
    public void Rolling_deviation_is_its_fold() => CheckWindows(window => new RollingDeviation(window + 1));

    [Fact]
    public void Rolling_extremes_are_their_folds()
    {
        CheckWindows(window => new RollingMax(window));
        CheckWindows(window => new RollingMin(window));
    }

    [Theory]
    [InlineData(RsiSmoothing.Wilder)]
    [InlineData(RsiSmoothing.Sma)]
    [InlineData(RsiSmoothing.Ewm)]
    public void Rsi_is_its_fold(RsiSmoothing smoothing) => Check(() => new Rsi(5, smoothing));

    [Fact]
    public void Macd_is_its_fold() => Check(() => new Macd(3, 6, 3));

    [Fact]
    public void Bollinger_is_its_fold() => CheckWindows(window => new Bollinger(window + 1));

    [Fact]
    public void Stochastic_rsi_is_its_fold() => Check(() => new StochasticRsi(5, 5));

    [Fact]
    public void Roc_and_returns_are_their_folds()
    {
        Check(() => new Roc(4));
        Check(() => new Lag(4));
        CheckWindows(window => new LogReturn(window));
        foreach (ReturnBasis basis in Enum.GetValues<ReturnBasis>())
        {
            CheckWindows(window => new Return(window, basis));
        }

        foreach (ChangeKind kind in Enum.GetValues<ChangeKind>())
        {
            Check(() => new Change(kind));
        }
    }

    [Fact]
    public void Volatility_momentum_and_score_are_their_folds()
    {
        CheckWindows(window => new ReturnVolatility(window + 1, 365));
        Check(() => new MomentumRatio(3, 8));
        CheckWindows(window => new RollingZScore(window + 1));
        CheckWindows(window => new AverageRatio(window));
        Check(() => new CorrelationRegime(0.3));
    }

    [Fact]
    public void Pair_indicators_are_their_folds()
    {
        CheckPairWindows(window => new RollingCorrelation(window + 1));
        CheckPairWindows(window => new ReturnCorrelation(window + 1));
        CheckPair(() => new RankCorrelation(7));
        CheckPairWindows(window => new RollingVwap(window));
        CheckPair(() => default(Obv));
        CheckPair(() => new VolRatio(6));
        CheckPair(() => new FiveLevelRegime(0.1, 0.1));
        CheckPair(() => new FlightToQuality(6));
        CheckPairWindows(window => new RollingCovariance(window + 1));
        CheckPairWindows(window => new RollingBeta(window + 1));
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
        foreach (int window in s_windows)
        {
            CheckBar(() => new Stochastic(window));
            CheckBar(() => new FastStochastic(window));
            CheckBar(() => new WilliamsR(window));
        }

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

    [Fact]
    public void All_outputs_of_many_rows_are_those_of_single_rows() =>
        Prop.ForAll(SampleSeries.Long, Seeds, (values, seed) =>
        {
            (Bollinger bands, Bollinger band) = (new(17), new(17));
            (Macd macds, Macd macd) = (new(3, 6, 3), new(3, 6, 3));
            (Stochastic places, Stochastic place) = (new(17), new(17));
            double[][] many = [.. Enumerable.Range(0, 9).Select(_ => new double[values.Length])];
            double[][] single = [.. many.Select(_ => new double[values.Length])];
            foreach (Range piece in Pieces(values.Length, seed))
            {
                Span<double> Out(int i) => many[i].AsSpan(piece);
                bands.Update(values.AsSpan(piece), Out(0), Out(1), Out(2), Out(3));
                macds.Update(values.AsSpan(piece), Out(4), Out(5), Out(6));
                places.Update(values.AsSpan(piece), values.AsSpan(piece), values.AsSpan(piece), Out(7), Out(8));
            }

            for (int i = 0; i < values.Length; i++)
            {
                (single[1][i], single[0][i], single[2][i], single[3][i]) = (band.Update(values[i]), band.Upper, band.Lower, band.Position);
                (single[4][i], single[5][i], single[6][i]) = (macd.Update(values[i]), macd.Signal, macd.Histogram);
                (single[7][i], single[8][i]) = (place.Update(values[i], values[i], values[i]), place.D);
            }

            return many.Zip(single).All(pair => Same(pair.First, pair.Second)) && Same([bands.Upper, places.D], [band.Upper, place.D]);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_fold_may_write_over_its_input()
    {
        double[] values = [.. Enumerable.Range(0, 100).Select(i => Math.Sin(i))];
        double[] expected = Fold.Over(new RollingDeviation(9), values);
        RollingDeviation deviation = new(9);
        IndicatorFold.Run(ref deviation, values, values);
        Assert.True(Same(expected, values));
    }

    [Fact]
    public void A_fold_allocates_nothing()
    {
        double[] values = [.. Enumerable.Range(0, 2_000).Select(i => Math.Sin(i))];
        double[] output = new double[values.Length];
        (Sma sma, Bollinger bands, RollingCorrelation correlation) = (new(20), new(20), new(20));
        Run();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Run()
        {
            IndicatorFold.Run(ref sma, values, output);
            IndicatorFold.Run(ref bands, values, output);
            IndicatorFold.Run(ref correlation, output, values, output);
            IndicatorFold.Run(ref correlation, values, values, output);
        }
    }

    // Below and above the rows of a register, of a block and of a tile.
    private static readonly int[] s_windows = [1, 2, 5, 8, 20, 61, 300];

    private static Arbitrary<int> Seeds => Gen.Choose(0, int.MaxValue - 1).ToArbitrary();

    private static void CheckWindows<T>(Func<int, T> create)
        where T : struct, IIndicator
    {
        foreach (int window in s_windows)
        {
            Check(() => create(window));
        }
    }

    private static void CheckPairWindows<T>(Func<int, T> create)
        where T : struct, IPairIndicator
    {
        foreach (int window in s_windows)
        {
            CheckPair(() => create(window));
        }
    }

    private static void Check<T>(Func<T> create)
        where T : struct, IIndicator =>
        Prop.ForAll(SampleSeries.Long, Seeds, (values, seed) =>
        {
            double[] batch = Fold.Over(create(), values);
            (T streaming, T resumed) = (create(), create());
            double[] single = [.. values.Select(value => streaming.Update(value))];
            double[] pieces = new double[values.Length];
            foreach (Range piece in Pieces(values.Length, seed))
            {
                IndicatorFold.Run(ref resumed, values.AsSpan(piece), pieces.AsSpan(piece));
            }

            return Same(batch, single) && Same(batch, pieces) && batch.All(value => !double.IsInfinity(value));
        }).Check(s_often);

    private static void CheckPair<T>(Func<T> create)
        where T : struct, IPairIndicator =>
        Prop.ForAll(SampleSeries.Long, SampleSeries.Long, Seeds, (first, second, seed) =>
        {
            int rows = Math.Min(first.Length, second.Length);
            double[] batch = Fold.Over(create(), first[..rows], second[..rows]);
            (T streaming, T resumed) = (create(), create());
            double[] single = [.. Enumerable.Range(0, rows).Select(row => streaming.Update(first[row], second[row]))];
            double[] pieces = new double[rows];
            foreach (Range piece in Pieces(rows, seed))
            {
                IndicatorFold.Run(ref resumed, first.AsSpan(piece), second.AsSpan(piece), pieces.AsSpan(piece));
            }

            return Same(batch, single) && Same(batch, pieces) && batch.All(value => !double.IsInfinity(value));
        }).Check(s_often);

    private static void CheckBar<T>(Func<T> create)
        where T : struct, IBarIndicator =>
        Prop.ForAll(SampleSeries.Long, SampleSeries.Long, Seeds, (first, second, seed) =>
        {
            int rows = Math.Min(first.Length, second.Length);
            double[] high = [.. first.Take(rows).Zip(second, Math.Max)];
            double[] low = [.. first.Take(rows).Zip(second, Math.Min)];
            double[] batch = Fold.Over(create(), high, low, first[..rows]);
            (T streaming, T resumed) = (create(), create());
            double[] single = [.. Enumerable.Range(0, rows).Select(row => streaming.Update(high[row], low[row], first[row]))];
            double[] pieces = new double[rows];
            foreach (Range piece in Pieces(rows, seed))
            {
                IndicatorFold.Run(ref resumed, high.AsSpan(piece), low.AsSpan(piece), first.AsSpan(piece), pieces.AsSpan(piece));
            }

            return Same(batch, single) && Same(batch, pieces) && batch.All(value => !double.IsInfinity(value));
        }).Check(s_often);

    // Pieces of 1 to 400 rows, short ones as often as long ones.
    private static IEnumerable<Range> Pieces(int rows, int seed)
    {
        Random random = new(seed);
        for (int start = 0, end; start < rows; start = end)
        {
            end = Math.Min(rows, start + random.Next(1, random.Next(2) == 0 ? 12 : 401));
            yield return start..end;
        }
    }

    private static bool Same(double[] left, double[] right) =>
        left.Length == right.Length && left.Zip(right).All(pair =>
            BitConverter.DoubleToInt64Bits(pair.First) == BitConverter.DoubleToInt64Bits(pair.Second)
            || (double.IsNaN(pair.First) && double.IsNaN(pair.Second)));
}
