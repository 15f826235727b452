using FsCheck;
using FsCheck.Fluent;
using Tradewind.Domain.Indicators;

namespace Tradewind.Features.Tests.Indicators;

/// <summary>The matrix holds what the pairwise correlations hold.</summary>
public sealed class RollingCorrelationMatrixTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(30)]
    public void Every_entry_is_the_correlation_of_its_pair(int window) =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            Random random = new(seed);
            double[][] series = [.. Enumerable.Range(0, 11).Select(_ => SampleSeries.Make(random, withGaps: true))];
            int rows = series.Min(values => values.Length);
            RollingCorrelationMatrix matrix = new(series.Length, window);
            RollingCorrelation[] pairs = [.. Enumerable.Range(0, series.Length * series.Length).Select(_ => new RollingCorrelation(window))];
            double[] entries = new double[pairs.Length];
            for (int row = 0; row < rows; row++)
            {
                matrix.Update([.. series.Select(values => values[row])], entries);
                for (int i = 0; i < series.Length; i++)
                {
                    for (int j = 0; j < series.Length; j++)
                    {
                        double expected = pairs[i * series.Length + j].Update(series[i][row], series[j][row]);
                        double actual = entries[i * series.Length + j];
                        Assert.True(
                            double.IsNaN(expected) ? double.IsNaN(actual) : Math.Abs(actual - expected) <= 1e-9,
                            $"row {row}, {i} with {j}: {actual:R} against {expected:R}");
                        Assert.True(i != j || double.IsNaN(actual) || actual == 1);
                    }
                }
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(25));

    [Fact]
    public void Many_rows_and_a_misprint_leave_no_drift()
    {
        const int Window = 20;
        Random random = new(4);
        RollingCorrelationMatrix matrix = new(3, Window);
        List<double[]> last = [];
        double[] entries = new double[9];
        double level = 100;
        for (int row = 0; row < 200_000; row++)
        {
            level += random.NextDouble() - 0.5;
            double[] values = [row == 199_970 ? 1e15 : level, level + random.NextDouble(), random.NextDouble()];
            matrix.Update(values, entries);
            last.Add(values);
            if (last.Count > Window)
            {
                last.RemoveAt(0);
            }
        }

        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < 3; j++)
            {
                double expected = i == j ? 1 : TwoPass.Correlation([.. last.Select(values => values[i])], [.. last.Select(values => values[j])]);
                Assert.Equal(expected, entries[i * 3 + j], tolerance: 1e-10);
            }
        }
    }

    [Fact]
    public void Wrong_lengths_are_refused()
    {
        RollingCorrelationMatrix matrix = new(3, 5);
        Assert.Throws<ArgumentException>(() => matrix.Update([1, 2], new double[9]));
        Assert.Throws<ArgumentException>(() => matrix.Update([1, 2, 3], new double[3]));
    }
}
