using Tradewind.Domain.Market;

namespace Tradewind.Domain.Engine;

/// <summary>Bars of one series. Columns are looked up once, not per bar.</summary>
internal sealed class BarCursor : SeriesCursor
{
    private readonly ReadOnlyMemory<long> _times;
    private readonly ReadOnlyMemory<double> _open;
    private readonly ReadOnlyMemory<double> _high;
    private readonly ReadOnlyMemory<double> _low;
    private readonly ReadOnlyMemory<double> _close;
    private readonly ReadOnlyMemory<double> _volume;

    public BarCursor(InstrumentSeries series, int ordinal, long start, long end)
        : base(series, ordinal, start, end)
    {
        _times = series.Times;
        (_open, _high, _low) = (Column(series, "open"), Column(series, "high"), Column(series, "low"));
        (_close, _volume) = (series.Column("close"), Column(series, "volume"));
        Settle();
    }

    protected override bool IsEvent(int row) => true;

    protected override MarketEvent EventAt(int row) => MarketEvent.OfBar(
        Order, new Bar(_times.Span[row], At(_open, row), At(_high, row), At(_low, row), _close.Span[row], At(_volume, row)));

    private static ReadOnlyMemory<double> Column(InstrumentSeries series, string field) =>
        series.HasField(field) ? series.Column(field) : default;

    private static double At(ReadOnlyMemory<double> column, int row) => column.IsEmpty ? double.NaN : column.Span[row];
}
