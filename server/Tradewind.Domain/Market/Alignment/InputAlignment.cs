namespace Tradewind.Domain.Market.Alignment;

/// <summary>What became of one input.</summary>
/// <param name="InstrumentId">Instrument.</param>
/// <param name="Timeframe">Timeframe of the source; shorter than the frame's when it was resampled.</param>
/// <param name="SourceRows">Rows with a stamp in the interval and a value in at least one taken field.</param>
/// <param name="EmptyRowsDropped">Rows in the interval whose taken fields were all empty.</param>
/// <param name="IncompleteBuckets">Kept rows made from fewer source rows than fit: holes of the source.</param>
/// <param name="EdgeBucketsDropped">First and last bucket left out because the source does not cover them.</param>
public sealed record InputAlignment(
    string InstrumentId, Timeframe Timeframe, int SourceRows, int EmptyRowsDropped, int IncompleteBuckets, int EdgeBucketsDropped);
