using Tradewind.Domain.Features;
using Tradewind.Domain.Market;

namespace Tradewind.Features.Tests.Features;

/// <summary>No column of the catalogue goes without an independent implementation that it is compared with.</summary>
public sealed class PeerCoverageTests
{
    [Fact]
    public void Every_column_of_the_catalogue_has_a_peer()
    {
        Frame sample = SampleFrames.Mixed(70);
        Frame coins = Coins(sample);
        Frame windows = new(sample.Times, sample.Timeframe, sample.EveryDay, sample.Columns.Where(column => column.InstrumentId == "BTC/USDT" && column.Field != "open"));
        string[] settings = ["rows_per_year=365", "prefix=BTC_USDT", .. FullFeatureSet.EveryWindow.Lists().Select(list => $"{list.Field}={string.Join(' ', list.Windows)}")];
        HashSet<string> peers =
        [
            .. PythonReference.Compute(coins, ["BTC_USD", "ETH_USD"], ["HY_OAS", "IG_OAS"]).Keys,
            .. OptionAgreementTests.Reference(coins).Keys,
            .. OptionAgreementTests.StatisticsReference(coins).Keys,
            .. PythonReference.Compute("windows_reference.py", settings, [.. windows.Columns.Select(column => (column.Name, column.Values.ToArray()))]).Keys,
            .. CurveFeatureTests.Reference(CurveFeatureTests.Mixed(seed: 3, 40, CurveFeatureTests.Positions)).Keys,
            .. MachineLearningSeries.Reference(MachineLearningSeries.Golden()).Keys,
            .. CalendarFeatureTests.Reference(CalendarFeatureTests.Rows(UnixTime.FromDate(2024, 1, 1), Timeframe.Hour, 30)).Keys,
            // Compared with the expiry table of the exchange and with counted sessions in the calendar's own tests.
            "CL1_Comdty_days_to_expiry", "CL1_Comdty_sessions_to_expiry",
            // A product of the same script under the other name a score is made under: MVRV and NVT of the product's own loads.
            "BTC_mvrv_zscore", "BTC_nvt_zscore",
        ];
        Assert.Empty(CatalogueCertification.PatternsWithout(peers));
    }

    [Fact]
    public void Every_column_carries_the_category_its_catalogue_entry_states()
    {
        foreach ((Frame frame, FeatureSetSpec spec) in CertificationSample.Samples(seed: 1))
        {
            FeatureStream stream = new(frame, spec);
            foreach ((string column, string category) in stream.Features.Zip(stream.Categories))
            {
                FeatureDefinition[] entries = [.. CatalogueCertification.EntriesOf(column)];
                Assert.True(entries.Any(entry => entry.Category == category), $"{column}: {category} against {string.Join(", ", entries.Select(entry => entry.Category))}");
            }
        }
    }

    private static Frame Coins(Frame sample) => new(
        sample.Times, sample.Timeframe, sample.EveryDay,
        sample.Columns.Where(column => column.Field != "YTW").Select(column => column with { Name = Rename(column.Name) }).Concat(
            new[] { "CapMVRVCur", "NVTAdj", "CapMrktCurUSD", "CapRealUSD" }.Select((field, i) => SampleFrames.Column(
                "BTC", AssetClass.OnChain, field, [.. Enumerable.Range(0, sample.RowCount).Select(row => 1 + i + Math.Sin(row))]))));

    private static string Rename(string name) => name
        .Replace("USDT", "USD", StringComparison.Ordinal).Replace("LF98TRUU_Index", "HY", StringComparison.Ordinal).Replace("LUACTRUU_Index", "IG", StringComparison.Ordinal);
}
