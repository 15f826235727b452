using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Registry;
using Tradewind.Storage;

namespace Tradewind.Server.Instruments;

/// <summary>
/// The instruments the server knows: those of <c>instruments.yaml</c>, and those that sources announce while they are attached. The file
/// comes first; what is announced later never changes an instrument that is there.
/// </summary>
internal sealed class InstrumentDirectory
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, IReadOnlyList<InstrumentEntry>> _announced = new(StringComparer.Ordinal);
    private readonly InstrumentRegistry _configured;
    private volatile InstrumentRegistry _registry;

    /// <summary>Creates the directory.</summary>
    /// <param name="configured">Instruments of the file.</param>
    public InstrumentDirectory(InstrumentRegistry configured) => (_configured, _registry) = (configured, configured);

    /// <summary>Everything known now.</summary>
    public InstrumentRegistry Registry => _registry;

    /// <summary>Takes what a source serves, in place of what it announced before; an empty list when it has gone.</summary>
    /// <param name="source">Name of the source.</param>
    /// <param name="entries">Its instruments.</param>
    public void Announce(string source, IReadOnlyList<InstrumentEntry> entries)
    {
        lock (_gate)
        {
            _announced[source] = entries;
            _registry = _configured.With(_announced.Values.SelectMany(announced => announced));
        }
    }

    /// <summary>A series whose instrument carries what is known of it.</summary>
    public InstrumentSeries Describe(InstrumentSeries series)
    {
        Instrument described = _registry.DescribeStored(series.Instrument);
        return described == series.Instrument ? series : series.WithInstrument(described);
    }

    /// <summary>What is known of a stored instrument; null where nothing is.</summary>
    public InstrumentEntry? EntryOf(StoredInstrument stored) => stored.Instrument.Simulated ? null : _registry.EntryOf(stored.Instrument.Id);
}
