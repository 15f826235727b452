using Tradewind.Domain.Indicators;

namespace Tradewind.Features.Tests.Indicators;

/// <summary>The rolling test against the test of each window on its own.</summary>
public sealed class RollingCointegrationTests
{
    [Theory]
    [InlineData(21)]
    [InlineData(60)]
    public void Every_window_has_the_figures_of_its_own_test(int window)
    {
        Random random = new(4);
        double[] x = new double[300], y = new double[300];
        double level = 4, residual = 0;
        for (int i = 0; i < x.Length; i++)
        {
            level += 0.02 * (random.NextDouble() - 0.5);
            residual = 0.8 * residual + 0.01 * (random.NextDouble() - 0.5);
            (x[i], y[i]) = (level, 1 + 0.7 * level + residual);
        }

        y[200] = double.NaN;
        RollingCointegration rolling = new(window);
        int compared = 0;
        for (int i = 0; i < x.Length; i++)
        {
            rolling.Update(y[i], x[i]);
            int from = i + 1 - window;
            CointegrationTest? alone = from < 0 ? null : CointegrationTest.Run(y.AsSpan(from, window), x.AsSpan(from, window), lags: 1);
            if (alone is null)
            {
                Assert.True(double.IsNaN(rolling.Statistic) && double.IsNaN(rolling.Slope) && double.IsNaN(rolling.HalfLife) && double.IsNaN(rolling.Score));
                continue;
            }

            compared++;
            Assert.Equal(alone.Statistic, rolling.Statistic, 1e-8 * Math.Abs(alone.Statistic));
            Assert.Equal(alone.Slope, rolling.Slope, 1e-10);
            Assert.Equal(alone.HalfLife ?? double.NaN, rolling.HalfLife, 1e-8);
        }

        Assert.Equal(x.Length - window + 1 - window, compared);
    }

    [Fact]
    public void A_series_that_stands_still_has_no_test()
    {
        RollingCointegration rolling = new(RollingCointegration.LeastWindow);
        for (int i = 0; i < 40; i++)
        {
            Assert.True(double.IsNaN(rolling.Update(5, i)) && double.IsNaN(rolling.Slope));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => new RollingCointegration(RollingCointegration.LeastWindow - 1));
    }
}
