using Tradewind.Domain.Engine;

namespace Tradewind.Server.Live;

/// <summary>Last known close of every instrument of a universe; NaN before the first.</summary>
internal sealed class LastCloses
{
    private readonly double[] _closes;

    /// <summary>Nothing known yet.</summary>
    public LastCloses(TradingUniverse universe)
    {
        _closes = new double[universe.Instruments.Length];
        Array.Fill(_closes, double.NaN);
    }

    /// <summary>Close of an instrument by ordinal.</summary>
    public double Of(int instrument) => _closes[instrument];

    /// <summary>Takes in the bars of a slice.</summary>
    public void Update(in MarketSlice slice)
    {
        foreach (ref readonly MarketEvent marketEvent in slice.Events.Span)
        {
            if (marketEvent.IsBar && !double.IsNaN(marketEvent.Bar.Close))
            {
                _closes[marketEvent.Instrument] = marketEvent.Bar.Close;
            }
        }
    }
}
