using FsCheck;
using FsCheck.Fluent;
using Tradewind.Domain.Indicators;

namespace Tradewind.Features.Tests.Indicators;

/// <summary>Every window agrees with two-pass arithmetic on that window alone, whatever went before it.</summary>
public sealed class WindowAccuracyTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(20)]
    [InlineData(97)]
    public void Mean_and_deviation_agree_with_two_passes(int window) =>
        Prop.ForAll(SampleSeries.Complete, values =>
        {
            RollingDeviation rolling = new(window);
            Sma sma = new(window);
            for (int row = 0; row < values.Length; row++)
            {
                double deviation = rolling.Update(values[row]);
                double mean = sma.Update(values[row]);
                if (row < window - 1)
                {
                    Assert.True(double.IsNaN(deviation) && double.IsNaN(mean));
                    continue;
                }

                AssertWindow(values.AsSpan(row - window + 1, window), mean, rolling.Mean, deviation, rolling.IsConstant);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Theory]
    [InlineData(5)]
    [InlineData(60)]
    public void Correlation_agrees_with_two_passes(int window) =>
        Prop.ForAll(SampleSeries.Complete, SampleSeries.Complete, (first, second) =>
        {
            int rows = Math.Min(first.Length, second.Length);
            double[] rolling = Fold.Over(new RollingCorrelation(window), first[..rows], second[..rows]);
            for (int row = window - 1; row < rows; row++)
            {
                ReadOnlySpan<double> x = first.AsSpan(row - window + 1, window);
                ReadOnlySpan<double> y = second.AsSpan(row - window + 1, window);
                double expected = IsConstant(x) || IsConstant(y) ? double.NaN : TwoPass.Correlation(x, y);
                Assert.Equal(expected, rolling[row], tolerance: 1e-10);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Extremes_are_those_of_the_window() =>
        Prop.ForAll(SampleSeries.Arbitrary, values =>
        {
            double[] highest = Fold.Over(new RollingMax(6), values);
            double[] lowest = Fold.Over(new RollingMin(6), values);
            for (int row = 0; row < values.Length; row++)
            {
                double[] window = row < 5 ? [double.NaN] : values[(row - 5)..(row + 1)];
                bool missing = window.Any(double.IsNaN);
                Assert.Equal(missing ? double.NaN : window.Max(), highest[row]);
                Assert.Equal(missing ? double.NaN : window.Min(), lowest[row]);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Ten_million_updates_leave_no_drift()
    {
        const int Window = 20;
        Random random = new(3);
        Sma sma = new(Window);
        RollingDeviation rolling = new(Window);
        RollingCorrelation correlation = new(Window);
        double[] last = new double[Window];
        double value = 100;
        for (int i = 0; i < 10_000_000; i++)
        {
            value += random.NextDouble() - 0.5;
            // Now and then a misprint that would stay in a plain running sum for ever.
            double given = i % 1_000_003 == 7 ? 1e15 : value;
            double mean = sma.Update(given);
            double deviation = rolling.Update(given);
            double related = correlation.Update(given, given * random.NextDouble());
            last[i % Window] = given;
            if (i % 1_000_000 == 999_999)
            {
                double[] window = [.. last[((i + 1) % Window)..], .. last[..((i + 1) % Window)]];
                AssertWindow(window, mean, rolling.Mean, deviation, rolling.IsConstant);
                Assert.InRange(related, -1, 1);
            }
        }
    }

    [Fact]
    public void A_misprint_is_forgotten_as_soon_as_it_leaves_the_window()
    {
        double[] values = [1e15, .. Enumerable.Range(0, 40).Select(i => 0.1 + 0.001 * (i % 3))];
        double[] deviation = Fold.Over(new RollingDeviation(5), values);
        double[] mean = Fold.Over(new Sma(5), values);
        for (int row = 5; row < values.Length; row++)
        {
            Assert.Equal(TwoPass.Mean(values.AsSpan(row - 4, 5)), mean[row], tolerance: 1e-15);
            Assert.Equal(TwoPass.Deviation(values.AsSpan(row - 4, 5)), deviation[row], tolerance: 1e-15);
        }
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(1e300)]
    [InlineData(-7.3e-200)]
    public void Equal_values_have_exactly_that_mean_and_no_deviation(double value)
    {
        RollingDeviation rolling = new(7);
        Sma sma = new(7);
        for (int row = 0; row < 40; row++)
        {
            double mean = sma.Update(row < 11 ? row : value);
            double deviation = rolling.Update(row < 11 ? row : value);
            if (row >= 17)
            {
                Assert.Equal((value, value, 0.0, true), (mean, rolling.Mean, deviation, rolling.IsConstant));
            }
        }
    }

    [Fact]
    public void Obv_does_not_lose_small_volumes_beside_large_ones()
    {
        Obv obv = default;
        obv.Update(1, 0);
        obv.Update(2, 1e16);
        for (int i = 0; i < 1000; i++)
        {
            obv.Update(3 + i, 0.5);
        }

        Assert.Equal(500, obv.Update(1, 1e16), tolerance: 1e-9);
    }

    private static void AssertWindow(ReadOnlySpan<double> window, double sma, double mean, double deviation, bool constant)
    {
        // A mean near zero is the rounding of its largest term, for two passes as for one.
        double tolerance = 1e-10 * Math.Max(Math.Abs(TwoPass.Mean(window)), 1e-3 * TwoPass.Size(window));
        Assert.True(Math.Abs(TwoPass.Mean(window) - sma) <= tolerance, $"mean {sma:R}");
        Assert.True(Math.Abs(TwoPass.Mean(window) - mean) <= tolerance, $"mean {mean:R}");
        Assert.Equal(IsConstant(window), constant);
        double expected = constant ? 0 : TwoPass.Deviation(window);
        Assert.True(Math.Abs(expected - deviation) <= 1e-10 * expected, $"deviation {deviation:R} against {expected:R}");
    }

    private static bool IsConstant(ReadOnlySpan<double> window) => window.IndexOfAnyExcept(window[0]) < 0;
}
