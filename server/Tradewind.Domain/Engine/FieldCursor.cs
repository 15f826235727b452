using Tradewind.Domain.Market;

namespace Tradewind.Domain.Engine;

/// <summary>Observations of one field that have a value.</summary>
internal sealed class FieldCursor : SeriesCursor
{
    private readonly ReadOnlyMemory<long> _times;
    private readonly ReadOnlyMemory<double> _values;
    private readonly int _instrument;

    public FieldCursor(InstrumentSeries series, string field, int instrument, int ordinal, long start, long end)
        : base(series, ordinal, start, end)
    {
        (_times, _values, _instrument) = (series.Times, series.Column(field), instrument);
        Settle();
    }

    protected override bool IsEvent(int row) => !double.IsNaN(_values.Span[row]);

    protected override MarketEvent EventAt(int row) => MarketEvent.OfField(_instrument, Order, _times.Span[row], _values.Span[row]);
}
