using Tradewind.Domain.Features;
using Tradewind.Domain.Market;

namespace Tradewind.Features.Tests.Features;

/// <summary>Rolling features over lists of windows against an independent pandas/numpy implementation, every row and gap.</summary>
public sealed class WindowFeatureTests
{
    private static readonly FeatureSetSpec s_spec = new()
    {
        Technical = TechnicalSpec.None,
        Momentum = new MomentumSpec { Columns = [] },
        Windows = FullFeatureSet.EveryWindow,
    };

    [Fact]
    public void Real_bars_agree_with_pandas()
    {
        if (SharedData.Folder() is not { } folder)
        {
            Console.WriteLine("shared data not found: set TRADEWIND_SHARED_DATA to compare with pandas on real data.");
            return;
        }

        Compare(SharedData.CryptoAndCredit(folder), "BTC_USD");
    }

    [Fact]
    public void Bars_with_gaps_and_flat_stretches_agree_with_pandas()
    {
        Frame frame = SampleFrames.Mixed(500, seed: 5);
        foreach (string field in new[] { "high", "low", "close", "volume" })
        {
            frame = SampleFrames.Replace(frame, $"BTC_USDT_{field}", values => values[270] = double.NaN);
            frame = SampleFrames.Replace(frame, $"BTC_USDT_{field}", values => values.AsSpan(120, 45).Fill(values[119]));
        }

        Compare(frame, "BTC_USDT");
    }

    [Fact]
    public void Columns_are_complete_from_their_first_valid_row()
    {
        FeatureStream stream = new(SampleFrames.Mixed(0), s_spec);
        FeatureResult result = FeaturePipeline.Compute(SampleFrames.Mixed(80), s_spec);
        Assert.Equal(stream.Features, result.Engineered.Select(column => column.Name));
        foreach ((FrameColumn column, int first) in result.Engineered.Zip(stream.FirstValidRows))
        {
            double[] values = column.Values.ToArray();
            Assert.All(values[..first], value => Assert.True(double.IsNaN(value), column.Name));
            Assert.All(values[first..], value => Assert.False(double.IsNaN(value), column.Name));
        }
    }

    private static void Compare(Frame frame, string prefix)
    {
        FrameColumn[] inputs = [.. new[] { "high", "low", "close", "volume" }.Select(field => frame.Find($"{prefix}_{field}")!)];
        FrameColumn[] ours = [.. FeaturePipeline.Compute(new Frame(frame.Times, frame.Timeframe, frame.EveryDay, inputs), s_spec).Engineered];
        string[] settings =
        [
            FormattableString.Invariant($"rows_per_year={frame.RowsPerYear:R}"),
            $"prefix={prefix}",
            .. FullFeatureSet.EveryWindow.Lists().Select(list => $"{list.Field}={string.Join(' ', list.Windows)}"),
        ];
        Dictionary<string, double[]> theirs = PythonReference.Compute(
            "windows_reference.py", settings, [.. inputs.Select(column => (column.Name, column.Values.ToArray()))]);
        Assert.Equal(theirs.Keys.Order(StringComparer.Ordinal), ours.Select(column => column.Name).Order(StringComparer.Ordinal));
        Agreement.Require(ours, theirs);
    }
}
