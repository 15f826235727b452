using Tradewind.Domain.Market;

namespace Tradewind.Sources.Hybrid;

/// <summary>The columns one side delivered, by security and field; securities are matched as column names are, ignoring case.</summary>
internal sealed class SideColumns
{
    private readonly Dictionary<string, InstrumentSeries> _series = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<InstrumentSeries> _parts = [];

    /// <summary>Adds what a load delivered, cut to an interval.</summary>
    public void Add(IEnumerable<InstrumentSeries> series, long start, long end)
    {
        foreach (InstrumentSeries one in series)
        {
            InstrumentSeries cut = one.Between(start, end);
            _series.TryAdd(ColumnName.Prefix(one.Instrument.Id), cut);
            _parts.Add(cut);
        }
    }

    /// <summary>The instrument of a security; null where the side does not know it.</summary>
    public Instrument? InstrumentOf(string security) => _series.GetValueOrDefault(ColumnName.Prefix(security))?.Instrument;

    /// <summary>Values of a column by time, missing ones left out.</summary>
    public Dictionary<long, double> Values(string security, string field)
    {
        Dictionary<long, double> values = [];
        foreach (InstrumentSeries part in _parts.Where(part => ColumnName.Prefix(part.Instrument.Id).Equals(ColumnName.Prefix(security), StringComparison.OrdinalIgnoreCase)))
        {
            if (part.Fields.FirstOrDefault(name => name.Equals(field, StringComparison.OrdinalIgnoreCase)) is not { } known)
            {
                continue;
            }

            ReadOnlySpan<double> column = part.Column(known).Span;
            ReadOnlySpan<long> times = part.Times.Span;
            for (int row = 0; row < column.Length; row++)
            {
                if (!double.IsNaN(column[row]))
                {
                    values[times[row]] = column[row];
                }
            }
        }

        return values;
    }

    /// <summary>True when any of the columns has a value.</summary>
    public bool HasAny(IEnumerable<string> securities, IReadOnlyCollection<string> fields) =>
        securities.Any(security => fields.Any(field => Values(security, field).Count > 0));
}
