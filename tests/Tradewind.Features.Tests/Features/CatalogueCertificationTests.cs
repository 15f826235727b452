using System.Collections.Immutable;
using Tradewind.Domain.Features;
using Tradewind.Domain.Market;

namespace Tradewind.Features.Tests.Features;

/// <summary>Nothing in the catalogue goes without an audit, and an entry that leaks gets no clean certificate.</summary>
public sealed class CatalogueCertificationTests
{
    [Fact]
    public void Every_entry_of_the_catalogue_is_audited_and_causal()
    {
        ImmutableDictionary<string, CausalityCertificate> certificates = CatalogueCertification.Run();
        Assert.Equal(FeatureCatalogue.All.Select(definition => definition.Id).Order(), certificates.Keys.Order());
        Assert.All(certificates, pair => Assert.True(pair.Value.IsCausal, $"{pair.Key}: {pair.Value}"));
        Assert.All(certificates.Values, certificate => Assert.True(certificate.ComparedValues > 1000 && certificate.CutCount == 6));
    }

    [Fact]
    public void Every_column_that_can_be_made_is_described() => Assert.Empty(CatalogueCertification.UndescribedColumns());

    [Fact]
    public void A_leak_costs_the_certificate_of_its_entry_alone()
    {
        Frame frame = SampleFrames.Mixed(80);
        ImmutableArray<string> columns = ["BTC_USDT_rsi_14", "BTC_USDT_obv"];
        CausalityReport report = CausalityAudit.Run(frame, part =>
        {
            double[] closes = part.Find("BTC_USDT_close")!.Values.ToArray();
            return [Column(columns[0], [.. closes.Select(close => close / closes.Max())]), Column(columns[1], closes)];
        });
        ImmutableDictionary<string, CausalityCertificate> certificates = CatalogueCertification.Certify(columns, report, frame.RowCount);
        Assert.False(certificates["rsi"].IsCausal);
        Assert.True(certificates["rsi"].ViolationCount > 0);
        Assert.True(certificates["obv"].IsCausal);
        // What was not audited is not certified.
        Assert.Equal((0, false), (certificates["macd"].ColumnCount, certificates["macd"].IsCausal));
    }

    [Fact]
    public void A_weekly_report_read_on_its_period_instead_of_its_release_is_caught()
    {
        // A frame whose daily rows see the report of a Friday from the Friday on, though it is known the Wednesday after.
        Frame market = SampleFrames.Mixed(60);
        double[] stocks = [.. Enumerable.Range(0, 60).Select(day => 420_000.0 + 700 * (day / 7) * ((day / 7) % 3 - 1))];
        FrameColumn known = SampleFrames.Column("WCESTUS1", AssetClass.Index, "value", Released(stocks, days: 5));
        Frame released = new(market.Times, market.Timeframe, market.EveryDay, [.. market.Columns, known]);
        Func<Frame, IReadOnlyList<FrameColumn>> lagged = frame => [Column("lagged", frame.Find("WCESTUS1_value")!.Values.ToArray())];
        // The releases up to a row say all a lagged feature may know; the unlagged one reads the report that comes out five days later.
        Func<Frame, IReadOnlyList<FrameColumn>> unlagged = frame =>
        {
            ReadOnlyMemory<double> values = frame.Find("WCESTUS1_value")!.Values;
            return [Column("unlagged", [.. Enumerable.Range(0, frame.RowCount).Select(row => row + 5 < values.Length ? values.Span[row + 5] : double.NaN)])];
        };
        Assert.True(CausalityAudit.Run(released, lagged).IsCausal);
        CausalityReport leaking = CausalityAudit.Run(released, unlagged);
        Assert.Equal(["unlagged"], leaking.LeakingFeatures);
        // Nothing but the five days between period and release is affected.
        Assert.All(leaking.Violations, violation => Assert.InRange(violation.CutTime - violation.Time, 0, 5 * UnixTime.Day));
    }

    private static double[] Released(double[] values, int days) =>
        [.. Enumerable.Range(0, values.Length).Select(day => day < days ? double.NaN : values[day - days])];

    private static FrameColumn Column(string name, double[] values) => new(name, "", AssetClass.Unspecified, "", FieldKind.Unknown, values);
}
