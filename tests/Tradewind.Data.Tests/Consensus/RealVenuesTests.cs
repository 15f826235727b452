using Tradewind.Data.Tests.Sources;
using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Consensus;
using Tradewind.Sources;

namespace Tradewind.Data.Tests.Consensus;

/// <summary>Two real sources of the same coin.</summary>
public sealed class RealVenuesTests
{
    [Fact]
    public async Task Two_real_sources_of_bitcoin_agree_closely_where_both_have_bars()
    {
        if (SharedData.Path("crypto/daily_yahoo/BTC-USD.csv") is not { } yahooPath || SharedData.Path("crypto/daily_bybit/BTCUSDT_1d.csv") is not { } bybitPath)
        {
            return;
        }

        LoadedData yahoo = await Load.FileAsync(yahooPath);
        LoadedData bybit = await Load.FileAsync(bybitPath);

        ConsensusResult result = ConsensusSeries.Build(
            new Instrument("BTC", AssetClass.CryptoSpot), [new VenueSeries("yahoo", yahoo.Series[0]), new VenueSeries("bybit", bybit.Series[0])],
            new ConsensusOptions { WithOpenHighLow = true });

        (int both, int agreed) = (0, 0);
        for (int row = 0; row < result.Series.Count; row++)
        {
            long time = result.Series.Times.Span[row];
            if (yahoo.Series[0].Times.Span.BinarySearch(time) >= 0 && bybit.Series[0].Times.Span.BinarySearch(time) >= 0)
            {
                both++;
                agreed += result.Series.Column("confidence").Span[row] > 0.45 ? 1 : 0;
            }
        }

        Assert.True(both > 900, $"{both} days in both files");
        Assert.True(agreed > 0.97 * both, $"{agreed} of {both} days agreed");
        Assert.Equal(yahoo.Series[0].Count + bybit.Series[0].Count - both, result.Series.Count);
    }
}
