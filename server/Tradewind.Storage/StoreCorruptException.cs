using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Storage;

/// <summary>Stored market data does not match its checksum. Other series are not affected.</summary>
public sealed class StoreCorruptException : TradewindException
{
    /// <summary>Creates the error.</summary>
    /// <param name="instrumentId">Instrument of the chunk.</param>
    /// <param name="timeframe">Timeframe of its series.</param>
    /// <param name="firstTime">Time of the chunk's first row, UNIX nanoseconds UTC.</param>
    /// <param name="lastTime">Time of the chunk's last row, UNIX nanoseconds UTC.</param>
    /// <param name="defect">What is wrong with it.</param>
    public StoreCorruptException(string instrumentId, Timeframe timeframe, long firstTime, long lastTime, string defect)
        : base(
            "STORE_CORRUPT",
            $"Stored data of '{instrumentId}' at {timeframe} is damaged: in the rows from {UnixTime.Format(firstTime)} to {UnixTime.Format(lastTime)}, {defect}. " +
            "Restore a backup, or delete the series and load it again.") =>
        (InstrumentId, Timeframe, FirstTime, LastTime) = (instrumentId, timeframe, firstTime, lastTime);

    /// <summary>Instrument of the chunk.</summary>
    public string InstrumentId { get; }

    /// <summary>Timeframe of its series.</summary>
    public Timeframe Timeframe { get; }

    /// <summary>Time of the chunk's first row, UNIX nanoseconds UTC.</summary>
    public long FirstTime { get; }

    /// <summary>Time of the chunk's last row, UNIX nanoseconds UTC.</summary>
    public long LastTime { get; }
}
