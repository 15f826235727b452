using System.Runtime.CompilerServices;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Server.Mapping;
using Tradewind.Storage;

namespace Tradewind.Server.Data;

/// <summary>
/// Reads columns: from memory where the series was read lately, and series too long for that in parts, the next part while the last one is being sent, so that a reader need not wait for the whole of it. A
/// load that changes the series in between is noticed: parts of two contents are never passed off as one.
/// </summary>
internal sealed class ColumnReader(SeriesCache cache)
{
    /// <summary>Rows of a part, about; the parts are cut by time.</summary>
    private const int RowsPerPart = 1 << 16;

    /// <summary>The rows of an interval in order, with their total number.</summary>
    /// <param name="history">The store as it is, or as it was at a time.</param>
    /// <param name="stored">Instrument.</param>
    /// <param name="summary">Its series.</param>
    /// <param name="fields">Fields to read; none for all.</param>
    /// <param name="span">Labels to read.</param>
    /// <param name="cancellation">Cancels the read.</param>
    /// <exception cref="PreconditionException">Reason <c>DATA_CHANGED</c>: a load changed the series during the read.</exception>
    public async IAsyncEnumerable<(InstrumentSeries Part, long TotalRows)> ReadAsync(
        ISeriesReader history, StoredInstrument stored, StoredSeries summary, IReadOnlyList<string> fields, Interval span, [EnumeratorCancellation] CancellationToken cancellation)
    {
        Task<InstrumentSeries> Read(long from, long to) =>
            history.ReadAsync(stored.Instrument.Id, summary.Timeframe, fields.Count == 0 ? null : fields, from, to, cancellation);

        if (cache.Takes(summary))
        {
            InstrumentSeries whole = await cache.ReadAsync(history, stored, summary, cancellation).ConfigureAwait(false) ?? throw Changed(stored);
            InstrumentSeries wanted = Select(whole, fields).Between(span.From, span.To);
            yield return (wanted, wanted.Count);
            yield break;
        }

        // Of a part of the series only the read itself tells how many rows it has.
        if (summary is not { FirstTime: { } first, LastTime: { } last } || summary.RowCount < 2 * RowsPerPart || span.From > first || span.To <= last)
        {
            InstrumentSeries all = await Read(span.From, span.To).ConfigureAwait(false);
            yield return (all, all.Count);
            yield break;
        }

        long parts = (summary.RowCount + RowsPerPart - 1) / RowsPerPart;
        long length = (last - first) / parts + 1;
        Task<InstrumentSeries> next = Read(first, first + length);
        for (long part = 1; part <= parts; part++)
        {
            InstrumentSeries ready = await next.ConfigureAwait(false);
            long start = first + part * length;
            next = part < parts ? Read(start, start + length) : next;
            yield return (ready, summary.RowCount);
        }

        StoredInstrument? now = await history.GetInstrumentAsync(stored.Instrument.Id, cancellation).ConfigureAwait(false);
        if (now?.Series.FirstOrDefault(series => series.Timeframe == summary.Timeframe)?.Revision != summary.Revision)
        {
            throw Changed(stored);
        }
    }

    private static PreconditionException Changed(StoredInstrument stored) =>
        new("DATA_CHANGED", $"{stored.Instrument.Id} was loaded anew while it was read. Read it again.");

    private static InstrumentSeries Select(InstrumentSeries series, IReadOnlyList<string> fields)
    {
        if (fields.Count == 0)
        {
            return series;
        }

        FieldViolation[] unknown =
        [
            .. fields.Where(field => !series.HasField(field))
                .Select(field => new FieldViolation("fields", $"'{field}' is not one of {string.Join(", ", series.Fields)}.")),
        ];
        return unknown.Length == 0
            ? new InstrumentSeries(
                series.Instrument, series.Timeframe, series.Availability, series.Times, fields.Select(field => KeyValuePair.Create(field, series.Column(field))))
            : throw new InvalidInputException(
                "UNKNOWN_FIELD", $"{series.Instrument.Id} has no field '{fields.First(field => !series.HasField(field))}'; it has {string.Join(", ", series.Fields)}.", unknown);
    }
}
