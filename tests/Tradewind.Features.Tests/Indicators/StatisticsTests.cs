using FsCheck;
using FsCheck.Fluent;
using Tradewind.Domain.Indicators;

namespace Tradewind.Features.Tests.Indicators;

/// <summary>Known values, edges and missing values of the rolling statistics.</summary>
public sealed class StatisticsTests
{
    [Fact]
    public void Half_life_of_the_specification()
    {
        Assert.Equal(6.578813, CointegrationTest.HalfLifeOf(0.9)!.Value, tolerance: 5e-7);
        Assert.Null(CointegrationTest.HalfLifeOf(1));
        Assert.Null(CointegrationTest.HalfLifeOf(-0.2));
    }

    [Fact]
    public void A_pair_that_reverts_is_cointegrated_and_two_walks_are_not()
    {
        Random random = new(9);
        (double[] x, double[] tied, double[] walk) = (new double[500], new double[500], new double[500]);
        (double level, double gap, double other) = (0, 0, 0);
        for (int i = 0; i < x.Length; i++)
        {
            level += random.NextDouble() - 0.5;
            other += random.NextDouble() - 0.5;
            gap = 0.8 * gap + random.NextDouble() - 0.5;
            (x[i], tied[i], walk[i]) = (level, 3 + 2 * level + gap, other);
        }

        CointegrationTest pair = CointegrationTest.Run(tied, x)!;
        Assert.True(pair.IsCointegrated);
        Assert.InRange(pair.Slope, 1.9, 2.1);
        Assert.InRange(pair.HalfLife!.Value, 2, 5);
        Assert.False(CointegrationTest.Run(walk, x)!.IsCointegrated);
        // MacKinnon's values tend to -3.90 and -3.34 in long samples.
        Assert.Equal((-3.92, -3.35, -3.05), (Math.Round(pair.CriticalValues.OnePercent, 2), Math.Round(pair.CriticalValues.FivePercent, 2), Math.Round(pair.CriticalValues.TenPercent, 2)));
    }

    [Fact]
    public void Cointegration_is_undefined_for_short_gappy_and_flat_samples()
    {
        double[] ramp = [.. Enumerable.Range(0, 40).Select(i => i + 0.1 * Math.Sin(i))];
        Assert.Null(CointegrationTest.Run(ramp.AsSpan(0, 20), ramp.AsSpan(0, 20)));
        Assert.Null(CointegrationTest.Run(ramp, [.. Enumerable.Repeat(1.0, 40)]));
        Assert.Null(CointegrationTest.Run(ramp, [.. ramp.Select((value, i) => i == 7 ? double.NaN : value)]));
        Assert.Throws<ArgumentException>(() => CointegrationTest.Run(ramp, ramp.AsSpan(1)));
    }

    [Fact]
    public void A_straight_line_persists_and_an_alternating_series_reverts()
    {
        Assert.Equal(1, Fold.Over(new HurstExponent(40), [.. Enumerable.Range(0, 40).Select(i => (double)i)])[^1], tolerance: 1e-12);
        Assert.True(Fold.Over(new HurstExponent(40), [.. Enumerable.Range(0, 40).Select(i => (i % 2) + 0.001 * i)])[^1] < 0.3);
        Assert.Equal(double.NaN, Fold.Over(new HurstExponent(16), new double[16])[^1]);
    }

    [Fact]
    public void Entropy_is_zero_for_a_ramp_and_one_for_equal_shares()
    {
        Assert.Equal(0, Fold.Over(new PermutationEntropy(10), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])[^1]);
        // Orders 123, 231, 312, 123, … of three values in turn: three orders of six.
        Assert.Equal(Math.Log(3) / Math.Log(6), Fold.Over(new PermutationEntropy(11), [1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2])[^1], tolerance: 1e-12);
        Assert.Equal(double.NaN, Fold.Over(new SampleEntropy(10), new double[10])[^1]);
    }

    [Fact]
    public void The_whole_difference_is_the_fractional_one_of_order_one()
    {
        FractionalDifference whole = new(1);
        Assert.Equal(2, whole.Width);
        Assert.Equal([double.NaN, 2, -1], Fold.Over(whole, [1, 3, 2]));
        // w = 1, −0.5, −0.125, −0.0625, …
        FractionalDifference half = new(0.5);
        double[] impulse = new double[half.Width + 4];
        impulse[half.Width] = 1;
        Assert.Equal([1, -0.5, -0.125, -0.0625], Fold.Over(half, impulse)[half.Width..]);
    }

    [Fact]
    public void Kendall_counts_ties_as_tau_b() =>
        // Two pairs agree, none differs, one is tied in y: 2/√(3·2).
        Assert.Equal(2 / Math.Sqrt(6), SampleCorrelation.Kendall([1, 2, 3], [1, 1, 2]), tolerance: 1e-15);

    [Fact]
    public void Whole_sample_correlations_know_their_limits()
    {
        double[] x = [1, 2, 4, 8];
        Assert.Equal(1, SampleCorrelation.Spearman(x, [1, 4, 9, 16]), tolerance: 1e-15);
        Assert.Equal(1, SampleCorrelation.Pearson(x, [2, 4, 8, 16]), tolerance: 1e-15);
        Assert.Equal(-1, SampleCorrelation.Kendall(x, [4, 3, 2, 1]));
        Assert.Equal(double.NaN, SampleCorrelation.Pearson(x, [1, 1, 1, 1]));
        Assert.Equal(double.NaN, SampleCorrelation.Pearson([1], [1]));
        Assert.Equal(double.NaN, SampleCorrelation.Kendall(x, [1, double.NaN, 2, 3]));
    }

    [Fact]
    public void Windows_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new HurstExponent(15));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SampleEntropy(9));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PermutationEntropy(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FractionalDifference(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new KendallCorrelation(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RangeVolatility(RangeVolatilityMethod.YangZhang, 1, 252));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RollingCorrelationMatrix(0, 5));
    }

    [Fact]
    public void Slopes_and_covariances_agree_with_two_passes() =>
        Prop.ForAll(SampleSeries.Complete, SampleSeries.Complete, (first, second) =>
        {
            const int Window = 13;
            int rows = Math.Min(first.Length, second.Length);
            double[] covariance = Fold.Over(new RollingCovariance(Window), first[..rows], second[..rows]);
            double[] slope = Fold.Over(new RollingBeta(Window), first[..rows], second[..rows]);
            for (int row = Window - 1; row < rows; row++)
            {
                double[] x = first[(row - Window + 1)..(row + 1)], y = second[(row - Window + 1)..(row + 1)];
                bool flat = x.Distinct().Count() == 1 || y.Distinct().Count() == 1;
                double product = flat ? 0 : TwoPass.Correlation(x, y) * TwoPass.Deviation(x) * TwoPass.Deviation(y);
                double size = flat ? 0 : TwoPass.Deviation(x) * TwoPass.Deviation(y);
                Assert.True(Math.Abs(covariance[row] - product) <= 1e-10 * size, $"covariance {covariance[row]:R} against {product:R}");
                double expected = y.Distinct().Count() == 1 ? double.NaN : flat ? 0 : product / TwoPass.Deviation(y) / TwoPass.Deviation(y);
                double scale = flat ? 0 : TwoPass.Deviation(x) / TwoPass.Deviation(y);
                Assert.True(double.IsNaN(expected) ? double.IsNaN(slope[row]) : Math.Abs(slope[row] - expected) <= 1e-10 * scale, $"slope {slope[row]:R} against {expected:R}");
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
}
