using Tradewind.Domain.Market;

namespace Tradewind.Domain.Engine;

/// <summary>Bars of one series, those with a missing close included, for decisions or for execution.</summary>
internal sealed class BarCursor : SeriesCursor
{
    private readonly ReadOnlyMemory<double> _open;
    private readonly ReadOnlyMemory<double> _high;
    private readonly ReadOnlyMemory<double> _low;
    private readonly ReadOnlyMemory<double> _close;
    private readonly ReadOnlyMemory<double> _volume;

    public BarCursor(InstrumentSeries series, int ordinal, long start, long end, bool executes = false)
        : base(series, ordinal, start, end)
    {
        Executes = executes;
        (_open, _high, _low) = (Column("open"), Column("high"), Column("low"));
        (_close, _volume) = (Column("close"), Column("volume"));
        Settle();
    }

    /// <summary>True for an execution series.</summary>
    public bool Executes { get; }

    protected override int ReadBlock(int row, int rows, Span<MarketEvent> events, Span<long> knownTimes)
    {
        ReadOnlySpan<long> times = Series.Times.Span.Slice(row, rows);
        ReadOnlySpan<double> open = Slice(_open, row, rows);
        ReadOnlySpan<double> high = Slice(_high, row, rows);
        ReadOnlySpan<double> low = Slice(_low, row, rows);
        ReadOnlySpan<double> close = Slice(_close, row, rows);
        ReadOnlySpan<double> volume = Slice(_volume, row, rows);
        for (int i = 0; i < rows; i++)
        {
            knownTimes[i] = Series.AvailableAt(row + i);
            Bar bar = new(times[i], At(open, i), At(high, i), At(low, i), close[i], At(volume, i));
            events[i] = Executes ? MarketEvent.OfExecution(Order, bar) : MarketEvent.OfBar(Order, bar);
        }

        return rows;
    }

    private static double At(ReadOnlySpan<double> column, int i) => column.IsEmpty ? double.NaN : column[i];

    private static ReadOnlySpan<double> Slice(ReadOnlyMemory<double> column, int row, int rows) =>
        column.IsEmpty ? default : column.Span.Slice(row, rows);

    private ReadOnlyMemory<double> Column(string field) => Series.HasField(field) ? Series.Column(field) : default;
}
