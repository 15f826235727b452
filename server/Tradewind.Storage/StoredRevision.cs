namespace Tradewind.Storage;

/// <summary>One published version of a series.</summary>
/// <param name="Revision">SHA-256 of the whole content; <see cref="Tradewind.Domain.Market.InstrumentSeries.Revision"/> of what a read gives.</param>
/// <param name="WrittenTime">
/// When the store came to hold it, UNIX nanoseconds UTC; unique and ascending in a series. 0 for content stored before revisions were
/// recorded.
/// </param>
/// <param name="RowCount">Rows of the version.</param>
/// <param name="RowsAdded">Rows at times the version before did not have.</param>
/// <param name="RowsChanged">Rows at times it had, with another value.</param>
/// <param name="RowsRemoved">Rows it had that are gone: only retention removes rows.</param>
/// <param name="Source">Source of the load, as in its instrument; <c>retention</c> where retention cut the history.</param>
public sealed record StoredRevision(
    string Revision, long WrittenTime, long RowCount, long RowsAdded, long RowsChanged, long RowsRemoved, string Source);
