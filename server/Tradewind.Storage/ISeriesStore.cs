using System.Collections.Immutable;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Storage;

/// <summary>
/// Market data: one series for each instrument and timeframe, in every version it was published in. Reading without
/// <see cref="AsOf"/> gives the newest version. Times are UNIX nanoseconds UTC, missing values NaN.
/// </summary>
public interface ISeriesStore : ISeriesReader
{
    /// <summary>
    /// Merges a whole load in one transaction: all of it is kept or none. A row replaces, in the fields it carries, the stored row of
    /// the same time; fields it does not carry keep their stored values; a new field is NaN in the rows of before. Instrument
    /// details and the availability rule of the newest load hold for the whole series. Where the content changes, a new revision is
    /// recorded and the one before stays readable; a load that changes nothing records nothing.
    /// </summary>
    /// <param name="series">The load; a series given twice is merged in order.</param>
    /// <param name="requestId">Repeating a load under the same id changes nothing and returns the first answer.</param>
    /// <param name="quality">
    /// A quality report (JSON, opaque here) for each element of <paramref name="series"/>, kept in place of the one before; null keeps
    /// the reports there are.
    /// </param>
    /// <param name="cancellation">Cancels the load, which then leaves nothing behind.</param>
    /// <returns>What each element of <paramref name="series"/> changed, in its order.</returns>
    /// <exception cref="InvalidInputException">The request id was used for other content, or a timeframe has no text form.</exception>
    /// <exception cref="StoreFaultException">The disk is full, or the store cannot be written.</exception>
    Task<ImmutableArray<SeriesChange>> PutAsync(
        IReadOnlyList<InstrumentSeries> series,
        string? requestId = null,
        IReadOnlyList<string>? quality = null,
        CancellationToken cancellation = default);

    /// <summary>
    /// The store as it was at a time: of every series the newest revision written at or before <paramref name="time"/>. All series of one
    /// load carry the same time, so that a load is seen whole or not at all.
    /// </summary>
    /// <param name="time">UNIX nanoseconds UTC, compared with <see cref="StoredRevision.WrittenTime"/>.</param>
    ISeriesReader AsOf(long time);

    /// <summary>The revisions of a series that are still readable, newest first.</summary>
    /// <param name="id">Instrument.</param>
    /// <param name="timeframe">Which series; null for the only one.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <exception cref="NotFoundException">Unknown instrument or timeframe.</exception>
    /// <exception cref="InvalidInputException">Several timeframes and none named.</exception>
    Task<ImmutableArray<StoredRevision>> ListRevisionsAsync(string id, Timeframe? timeframe = null, CancellationToken cancellation = default);

    /// <summary>Instruments in ascending order of their ids (by code point).</summary>
    Task<ImmutableArray<StoredInstrument>> ListInstrumentsAsync(InstrumentQuery query, CancellationToken cancellation = default);

    /// <summary>
    /// Deletes one series with all its revisions, or all of the instrument where no timeframe is named; the last series takes the instrument
    /// along.
    /// </summary>
    /// <returns>False when there was nothing to delete.</returns>
    Task<bool> DeleteAsync(string id, Timeframe? timeframe = null, CancellationToken cancellation = default);

    /// <summary>The quality report of a series; null where there is none.</summary>
    Task<string?> GetQualityAsync(string id, Timeframe timeframe, CancellationToken cancellation = default);
}
