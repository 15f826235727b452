using Tradewind.Domain.Indicators;
using Tradewind.Domain.Market;
using Tradewind.Features.Tests.Features;

namespace Tradewind.Features.Tests.Indicators;

/// <summary>Rolling statistics against an independent numpy implementation, every row.</summary>
public sealed class StatisticsReferenceTests
{
    [Fact]
    public void Every_statistic_agrees_with_numpy()
    {
        Frame frame = SampleFrames.Mixed(260, seed: 5);
        double[][] bars = [.. new[] { "open", "high", "low", "close" }.Select(field => frame.Find($"BTC_USDT_{field}")!.Values.ToArray())];
        double[] other = Tied(frame.Find("ETH_USDT_close")!.Values.ToArray());
        // A stretch without movement.
        foreach (double[] column in bars)
        {
            column.AsSpan(100, 50).Fill(31_000);
        }

        (double[] close, double[] returns) = (bars[3], Fold.Over(new Change(ChangeKind.Return), bars[3]));
        double[] logs = [.. close.Select(value => Math.Log(value))];
        CointegrationTest test = CointegrationTest.Run(logs, [.. other.Select(value => Math.Log(value))], lags: 2)!;
        Dictionary<string, double[]> ours = new()
        {
            ["parkinson"] = Volatility(RangeVolatilityMethod.Parkinson, bars),
            ["garman_klass"] = Volatility(RangeVolatilityMethod.GarmanKlass, bars),
            ["rogers_satchell"] = Volatility(RangeVolatilityMethod.RogersSatchell, bars),
            ["yang_zhang"] = Volatility(RangeVolatilityMethod.YangZhang, bars),
            ["hurst"] = Fold.Over(new HurstExponent(40), logs),
            ["sample_entropy"] = Fold.Over(new SampleEntropy(30), returns),
            ["permutation_entropy"] = Fold.Over(new PermutationEntropy(20), returns),
            ["fracdiff"] = Fold.Over(new FractionalDifference(0.7), logs),
            ["kendall"] = Fold.Over(new KendallCorrelation(12), close, other),
            ["covariance"] = Fold.Over(new RollingCovariance(20), close, other),
            ["beta"] = Fold.Over(new RollingBeta(20), close, other),
            ["alpha"] = Last(test.Intercept, close.Length),
            ["slope"] = Last(test.Slope, close.Length),
            ["df"] = Last(test.Statistic, close.Length),
            ["phi"] = Last(test.Autoregression, close.Length),
            ["tau"] = Last(SampleCorrelation.Kendall(close, other), close.Length),
        };
        Dictionary<string, double[]> theirs = PythonReference.Compute(
            "statistics_reference.py", [], ("open", bars[0]), ("high", bars[1]), ("low", bars[2]), ("close", close), ("other", other));
        Assert.Equal(theirs.Keys.Order(StringComparer.Ordinal), ours.Keys.Order(StringComparer.Ordinal));
        Agreement.Require(ours.Select(column => SampleFrames.Column("", AssetClass.Unspecified, "", column.Value) with { Name = column.Key }), theirs);
    }

    private static double[] Tied(double[] values) => [.. values.Select(value => Math.Round(value / 20) * 20)];

    private static double[] Last(double value, int rows)
    {
        double[] column = [.. Enumerable.Repeat(double.NaN, rows)];
        column[^1] = value;
        return column;
    }

    private static double[] Volatility(RangeVolatilityMethod method, double[][] bars)
    {
        RangeVolatility volatility = new(method, 15, 365);
        return [.. Enumerable.Range(0, bars[0].Length).Select(row => volatility.Update(bars[0][row], bars[1][row], bars[2][row], bars[3][row]))];
    }
}
