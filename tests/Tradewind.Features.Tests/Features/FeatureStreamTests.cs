using FsCheck;
using FsCheck.Fluent;
using Tradewind.Domain.Features;
using Tradewind.Domain.Market;

namespace Tradewind.Features.Tests.Features;

/// <summary>Live features are historical features, bit for bit.</summary>
public sealed class FeatureStreamTests
{
    [Fact]
    public void Rows_one_at_a_time_give_the_columns_of_the_batch() =>
        Prop.ForAll(Gen.Choose(0, 1_000_000).ToArbitrary(), seed =>
        {
            Frame frame = WithGaps(SampleFrames.Mixed(130 + seed % 60, seed), new Random(seed));
            FeatureResult batch = FeaturePipeline.Compute(frame, FullFeatureSet.Spec);
            FeatureStream stream = new(frame.Prefix(0), FullFeatureSet.Spec);
            Assert.Equal(frame.Columns.Select(column => column.Name), stream.Columns);
            for (int row = 0; row < frame.RowCount; row++)
            {
                ReadOnlySpan<double> values = stream.Update(frame.Times.Span[row], [.. frame.Columns.Select(column => column.Values.Span[row])]);
                for (int i = 0; i < values.Length; i++)
                {
                    Assert.Equal(
                        BitConverter.DoubleToInt64Bits(Canonical(batch.Engineered[i].Values.Span[row])),
                        BitConverter.DoubleToInt64Bits(Canonical(values[i])));
                }
            }

            Assert.Equal(frame.RowCount, stream.RowCount);
            Assert.Equal(batch.FeatureSetHash, stream.FeatureSetHash);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(8));

    [Fact]
    public void A_failing_feature_goes_missing_and_the_stream_runs_on()
    {
        FeaturePlan plan = FeaturePlan.Build(SampleFrames.Mixed(0), new FeatureSetSpec());
        plan.Add(new FailingNode("BTC_USDT_close", "broken", failAtRow: 2));
        FeatureStream stream = new(plan);
        Frame rows = SampleFrames.Mixed(20);
        List<double> broken = [];
        double obv = double.NaN;
        for (int row = 0; row < 20; row++)
        {
            ReadOnlySpan<double> values = stream.Update([.. rows.Columns.Select(column => column.Values.Span[row])]);
            broken.Add(values[stream.Features.IndexOf("broken")]);
            obv = values[stream.Features.IndexOf("BTC_USDT_obv")];
        }

        Assert.Equal([1, 1, double.NaN, double.NaN], broken.Take(4));
        Assert.False(double.IsNaN(obv));
        Assert.Single(stream.Warnings, warning => warning.Contains("broken", StringComparison.Ordinal));
    }

    [Fact]
    public void A_row_of_another_width_is_refused() =>
        Assert.Throws<ArgumentException>(() => new FeatureStream(SampleFrames.Mixed(0), new FeatureSetSpec()).Update([1, 2]));

    [Fact]
    public void An_update_allocates_nothing()
    {
        Frame frame = SampleFrames.Mixed(400);
        FeatureSetSpec spec = FullFeatureSet.Spec;
        FeatureStream stream = new(frame.Prefix(0), spec);
        double[] values = new double[frame.Columns.Length];
        for (int row = 0; row < 300; row++)
        {
            Take(row);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int row = 300; row < frame.RowCount; row++)
        {
            Take(row);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Take(int row)
        {
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = frame.Columns[i].Values.Span[row];
            }

            stream.Update(frame.Times.Span[row], values);
        }
    }

    [Fact]
    public void A_fork_goes_on_alike_and_leaves_no_trace()
    {
        Frame frame = SampleFrames.Mixed(330);
        FeatureStream stream = new(frame.Prefix(0), FullFeatureSet.Spec), untouched = new(frame.Prefix(0), FullFeatureSet.Spec);
        double[] RowAt(int row) => [.. frame.Columns.Select(column => column.Values.Span[row])];
        for (int row = 0; row < frame.RowCount; row++)
        {
            double[] values = RowAt(row);
            if (row % 7 == 3)
            {
                FeatureStream alike = stream.Fork(), astray = stream.Fork();
                Assert.Equal(Bits(untouched.Fork().Update(frame.Times.Span[row], values)), Bits(alike.Update(frame.Times.Span[row], values)));
                astray.Update(frame.Times.Span[row], [.. values.Select(value => 3 * value)]);
                astray.Update(frame.Times.Span[row] + UnixTime.Day, [.. values.Select(_ => double.NaN)]);
            }

            Assert.Equal(Bits(untouched.Update(frame.Times.Span[row], values)), Bits(stream.Update(frame.Times.Span[row], values)));
        }
    }

    private static long[] Bits(ReadOnlySpan<double> values) => [.. values.ToArray().Select(BitConverter.DoubleToInt64Bits)];

    private static double Canonical(double value) => double.IsNaN(value) ? double.NaN : value;

    private static Frame WithGaps(Frame frame, Random random)
    {
        FrameColumn[] columns =
        [
            .. frame.Columns.Select(column => SampleFrames.With(column, values =>
            {
                if (random.Next(3) == 0)
                {
                    values[random.Next(values.Length)] = random.Next(2) == 0 ? double.NaN : 0;
                }
            })),
        ];
        return new Frame(frame.Times, frame.Timeframe, frame.EveryDay, columns);
    }
}
