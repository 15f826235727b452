namespace Tradewind.Domain.Engine.Columns;

/// <summary>Takes the equity of many rows at once.</summary>
internal interface IEquityColumn
{
    /// <summary>Makes room for points; the caller writes their equity into the span before it makes any other call.</summary>
    /// <param name="times">Known time of each.</param>
    /// <param name="openPositions">Instruments with a position at all of them.</param>
    Span<double> Append(ReadOnlySpan<long> times, int openPositions);
}
