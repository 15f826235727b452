using Tradewind.Domain.Features;
using Tradewind.Domain.Market;

namespace Tradewind.Features.Tests.Features;

/// <summary>Every column and row of the default and cross-asset features against an independent pandas/numpy implementation.</summary>
public sealed class ReferenceAgreementTests
{
    private static readonly string[] Coins = ["BTC_USD", "ETH_USD"];
    private static readonly string[] Credits = ["BAMLH0A0HYM2_OAS", "BAMLC0A0CM_OAS"];

    [Fact]
    public void Real_crypto_and_credit_features_agree_with_pandas()
    {
        if (SharedData.Folder() is not { } folder)
        {
            Console.WriteLine("shared data not found: set TRADEWIND_SHARED_DATA to compare with pandas on real data.");
            return;
        }

        Frame frame = SharedData.CryptoAndCredit(folder);
        Assert.True(frame.RowCount > 2_700, $"{frame.RowCount} rows");
        Compare(frame);
    }

    [Fact]
    public void Features_with_gaps_flat_stretches_and_a_late_listing_agree_with_pandas()
    {
        Frame sample = SampleFrames.Mixed(400, seed: 11);
        FrameColumn[] columns = [.. Coins.SelectMany((coin, i) => Rename(sample, i == 0 ? "BTC/USDT" : "ETH/USDT", coin)),
            .. Credits.Select((credit, i) => sample.Find(i == 0 ? "LF98TRUU_Index_OAS" : "LUACTRUU_Index_OAS")! with
            {
                Name = credit, InstrumentId = credit[..^4],
            })];
        Frame frame = new(sample.Times, sample.Timeframe, sample.EveryDay, columns);
        // Coin two is listed late and misses a bar; coin one stands still for a while; a spread misses a day, stands still and touches zero.
        foreach (string field in new[] { "high", "low", "close", "volume" })
        {
            frame = SampleFrames.Replace(frame, $"ETH_USD_{field}", values => values.AsSpan(0, 50).Fill(double.NaN));
            frame = SampleFrames.Replace(frame, $"ETH_USD_{field}", values => values[170] = double.NaN);
            frame = SampleFrames.Replace(frame, $"BTC_USD_{field}", values => values.AsSpan(120, 35).Fill(values[119]));
        }

        frame = SampleFrames.Replace(frame, "BAMLC0A0CM_OAS", values => values[60] = double.NaN);
        frame = SampleFrames.Replace(frame, "BAMLC0A0CM_OAS", values => values.AsSpan(100, 25).Fill(values[99]));
        frame = SampleFrames.Replace(frame, "BAMLC0A0CM_OAS", values => values[300] = 0);
        Compare(frame);
    }

    private static void Compare(Frame frame)
    {
        FeatureSetSpec spec = new()
        {
            Momentum = new MomentumSpec { Columns = [.. Coins.Select(coin => $"{coin}_close"), .. Credits] },
            CrossAsset = new CrossAssetSpec(),
            SectorCorrelationWindows = [20, 60],
        };
        FrameColumn[] ours = [.. FeaturePipeline.Compute(frame, spec).Engineered];
        Dictionary<string, double[]> theirs = PythonReference.Compute(frame, Coins, Credits);
        Assert.Equal(theirs.Keys.Order(StringComparer.Ordinal), ours.Select(column => column.Name).Order(StringComparer.Ordinal));
        Agreement.Require(ours, theirs);
    }

    private static IEnumerable<FrameColumn> Rename(Frame frame, string from, string to) => frame.Columns
        .Where(column => column.InstrumentId == from)
        .Select(column => column with { InstrumentId = to, Name = $"{to}_{column.Field}" });
}
