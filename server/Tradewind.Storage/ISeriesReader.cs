using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Storage;

/// <summary>
/// Market data as the store holds it, or as it held it at an earlier time (<see cref="ISeriesStore.AsOf"/>). Times are UNIX nanoseconds
/// UTC, missing values NaN.
/// </summary>
public interface ISeriesReader
{
    /// <summary>
    /// The instrument with what is stored of it, or null where it is unknown. Of an earlier time: only the series the store held then,
    /// possibly none; the details of the instrument itself are always those of its newest load.
    /// </summary>
    Task<StoredInstrument?> GetInstrumentAsync(string id, CancellationToken cancellation = default);

    /// <summary>Rows with times in [<paramref name="from"/>, <paramref name="to"/>).</summary>
    /// <param name="id">Instrument.</param>
    /// <param name="timeframe">Which series; null for the only one.</param>
    /// <param name="fields">Fields in the wanted order; null for all in stored order.</param>
    /// <param name="from">First time.</param>
    /// <param name="to">End, exclusive.</param>
    /// <param name="cancellation">Cancels the read.</param>
    /// <exception cref="NotFoundException">Unknown instrument or timeframe, or nothing was held at the earlier time.</exception>
    /// <exception cref="InvalidInputException">Unknown field, or several timeframes and none named.</exception>
    /// <exception cref="StoreCorruptException">A chunk does not match its checksum.</exception>
    Task<InstrumentSeries> ReadAsync(
        string id,
        Timeframe? timeframe = null,
        IReadOnlyList<string>? fields = null,
        long from = long.MinValue,
        long to = long.MaxValue,
        CancellationToken cancellation = default);
}
