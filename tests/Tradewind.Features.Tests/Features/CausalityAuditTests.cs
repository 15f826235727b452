using Tradewind.Domain.Features;
using Tradewind.Domain.Market;

namespace Tradewind.Features.Tests.Features;

/// <summary>The whole feature set sees no future, and the audit catches what does.</summary>
public sealed class CausalityAuditTests
{
    private static readonly Frame Sample = SampleFrames.Mixed(260);

    [Fact]
    public void No_feature_depends_on_later_rows()
    {
        CausalityReport report = CausalityAudit.Run(Sample, FullFeatureSet.Spec, new CausalityAuditOptions { Cuts = 12 });
        Assert.True(report.IsCausal, string.Join("; ", report.Violations.Take(5)));
        Assert.Equal(12, report.CutTimes.Length);
        Assert.True(report.FeatureCount > 90, $"{report.FeatureCount} features");
        Assert.True(report.ComparedValues > 100_000, $"{report.ComparedValues} values");
    }

    [Fact]
    public void No_row_of_a_real_history_depends_on_later_rows()
    {
        if (SharedData.Folder() is not { } folder)
        {
            Console.WriteLine("shared data not found: set TRADEWIND_SHARED_DATA to audit features on real data.");
            return;
        }

        Frame frame = SharedData.CryptoAndCredit(folder).Prefix(700);
        FeatureSetSpec spec = new() { CrossAsset = new CrossAssetSpec(), SectorCorrelationWindows = [20, 60] };
        Assert.True(CausalityAudit.Run(frame, spec, new CausalityAuditOptions { Cuts = 6, Seed = 5 }).IsCausal);
    }

    [Fact]
    public void Every_cut_of_a_short_history_is_clean()
    {
        Frame frame = SampleFrames.Mixed(70);
        CausalityReport report = CausalityAudit.Run(frame, FullFeatureSet.Spec, new CausalityAuditOptions { Cuts = 1000 });
        Assert.True(report.IsCausal);
        Assert.Equal(frame.Times.ToArray()[..^1], report.CutTimes);
    }

    [Fact]
    public void A_centred_window_is_caught()
    {
        CausalityReport report = Audit((values, row) =>
            row == 0 || row == values.Length - 1 ? double.NaN : (values[row - 1] + values[row] + values[row + 1]) / 3);
        Assert.False(report.IsCausal);
        Assert.Equal(["planted"], report.LeakingFeatures);
        // Only the row at the cut sees past it.
        Assert.All(report.Violations, violation => Assert.Equal(violation.CutTime, violation.Time));
        Assert.Contains(report.Violations, violation => violation.Test == CausalityTest.Truncation && double.IsNaN(violation.New));
        Assert.Contains(report.Violations, violation => violation.Test == CausalityTest.FutureNoise && violation.Old != violation.New);
    }

    [Fact]
    public void A_back_fill_is_caught()
    {
        Frame gap = SampleFrames.Replace(Sample, "BTC_USDT_close", values => values.AsSpan(0, 259).Fill(double.NaN));
        CausalityReport report = Audit((values, row) => values.Skip(row).FirstOrDefault(value => !double.IsNaN(value), double.NaN), gap);
        Assert.False(report.IsCausal);
        Assert.True(report.ViolationCount > report.Violations.Length);
        Assert.Equal(1000, report.Violations.Length);
    }

    [Fact]
    public void A_whole_sample_scale_is_caught_in_every_row()
    {
        CausalityReport report = Audit((values, row) => values[row] / values.Max());
        Assert.Equal(2, report.Violations.Select(violation => violation.Test).Distinct().Count());
        Assert.Contains(report.Violations, violation => violation.Time == Sample.Times.Span[0]);
    }

    [Fact]
    public void A_leak_of_one_row_is_caught_beside_clean_features()
    {
        CausalityReport report = CausalityAudit.Run(Sample, frame =>
        [
            .. FeaturePipeline.Compute(frame, new FeatureSetSpec()).Engineered,
            Planted(frame, (values, row) => row + 1 < values.Length ? values[row + 1] - values[row] : double.NaN),
        ]);
        Assert.Equal(["planted"], report.LeakingFeatures);
        Assert.Equal(16, report.ViolationCount);
    }

    [Fact]
    public void The_same_seed_gives_the_same_report()
    {
        static double Leak(double[] values, int row) => values[^1] - values[row];
        Assert.Equal(Audit(Leak).Violations.ToArray(), Audit(Leak).Violations.ToArray());
    }

    [Fact]
    public void An_audit_needs_rows_and_cuts()
    {
        Assert.Throws<ArgumentException>(() => CausalityAudit.Run(Sample.Prefix(1), new FeatureSetSpec()));
        Assert.Throws<ArgumentOutOfRangeException>(() => CausalityAudit.Run(Sample, new FeatureSetSpec(), new CausalityAuditOptions { Cuts = 0 }));
    }

    private static CausalityReport Audit(Func<double[], int, double> feature, Frame? frame = null) =>
        CausalityAudit.Run(frame ?? Sample, part => [Planted(part, feature)]);

    private static FrameColumn Planted(Frame frame, Func<double[], int, double> feature)
    {
        double[] values = frame.Find("BTC_USDT_close")!.Values.ToArray();
        return new FrameColumn(
            "planted", "", AssetClass.Unspecified, "", FieldKind.Unknown, Enumerable.Range(0, values.Length).Select(row => feature(values, row)).ToArray());
    }
}
