using Tradewind.Domain.Market;

namespace Tradewind.Domain.Engine;

/// <summary>Observations of one field that have a value.</summary>
internal sealed class FieldCursor : SeriesCursor
{
    private readonly ReadOnlyMemory<double> _values;
    private readonly int _instrument;

    public FieldCursor(InstrumentSeries series, string field, int instrument, int ordinal, long start, long end)
        : base(series, ordinal, start, end)
    {
        (_values, _instrument) = (series.Column(field), instrument);
        Settle();
    }

    protected override int ReadBlock(int row, int rows, Span<MarketEvent> events, Span<long> knownTimes)
    {
        ReadOnlySpan<long> times = Series.Times.Span.Slice(row, rows);
        ReadOnlySpan<double> values = _values.Span.Slice(row, rows);
        int count = 0;
        for (int i = 0; i < rows; i++)
        {
            if (!double.IsNaN(values[i]))
            {
                knownTimes[count] = Series.AvailableAt(row + i);
                events[count++] = MarketEvent.OfField(_instrument, Order, times[i], values[i]);
            }
        }

        return count;
    }
}
