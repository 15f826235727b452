using Tradewind.Domain.Market;

namespace Tradewind.Storage;

/// <summary>What a load did to one series.</summary>
/// <param name="InstrumentId">Instrument.</param>
/// <param name="Timeframe">Timeframe of the series.</param>
/// <param name="RowsAdded">Rows at times that were not stored before.</param>
/// <param name="RowsReplaced">Rows at times that were, whether or not a value differs.</param>
/// <param name="Revision">Revision of the whole series after the load.</param>
public sealed record SeriesChange(string InstrumentId, Timeframe Timeframe, long RowsAdded, long RowsReplaced, string Revision);
