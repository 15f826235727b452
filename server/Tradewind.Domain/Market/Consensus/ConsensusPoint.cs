namespace Tradewind.Domain.Market.Consensus;

/// <summary>What the venues agree on at one time.</summary>
/// <param name="Close">Price weighted by volume over the kept venues; their median where nothing was traded; NaN where none is kept.</param>
/// <param name="Spread">Highest minus lowest kept price; NaN where none is kept.</param>
/// <param name="Confidence">Agreement and liquidity in [0, 1].</param>
/// <param name="Volume">Volume of the kept venues.</param>
/// <param name="RawSpread">Highest minus lowest price before any was left out; NaN without prices.</param>
/// <param name="Quoted">Venues with a price.</param>
/// <param name="Kept">Venues kept.</param>
public readonly record struct ConsensusPoint(double Close, double Spread, double Confidence, double Volume, double RawSpread, int Quoted, int Kept);
