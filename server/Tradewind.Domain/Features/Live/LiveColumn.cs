namespace Tradewind.Domain.Features;

/// <summary>How long a value of one column may be carried into rows that have none of their own.</summary>
/// <param name="Rows">Most rows of a gap; 0 carries nothing.</param>
/// <param name="Time">
/// Null for values that come once a row. Else the column is joined as of its availability, as releases are on intraday rows: the latest value
/// stands until it is older than this, nanoseconds, whatever the number of rows.
/// </param>
public readonly record struct LiveColumn(int Rows, long? Time = null);
