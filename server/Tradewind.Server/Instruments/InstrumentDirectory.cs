using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Registry;
using Tradewind.Storage;

namespace Tradewind.Server.Instruments;

/// <summary>
/// The instruments the server knows: those of <c>instruments.yaml</c>, and those that sources announce while they are attached. The file
/// comes first; what is announced later never changes an instrument that is there, nor how data is read or shown.
/// </summary>
/// <param name="configured">Instruments of the file.</param>
internal sealed class InstrumentDirectory(InstrumentRegistry configured)
{
    /// <summary>Instruments kept of one source.</summary>
    private const int MostOfSource = 100_000;

    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, SortedDictionary<string, InstrumentEntry>> _announced = new(StringComparer.Ordinal);
    private InstrumentRegistry? _registry = configured;
    private IReadOnlyList<InstrumentEntry>? _listed = [];

    /// <summary>Instruments of the file alone: files and stored data are read by it, so that a load does not depend on who is attached.</summary>
    public InstrumentRegistry Configured { get; } = configured;

    /// <summary>Everything known now, to search in.</summary>
    public InstrumentRegistry Registry
    {
        get
        {
            lock (_gate)
            {
                return _registry ??= Configured.With(_announced.Values.SelectMany(entries => entries.Values));
            }
        }
    }

    /// <summary>
    /// What attached sources announce, by id: as the file describes it where it does, with the name of the source, the first by name where
    /// several have it.
    /// </summary>
    public IReadOnlyList<InstrumentEntry> Announced
    {
        get
        {
            lock (_gate)
            {
                return _listed ??=
                [
                    .. _announced.Values.SelectMany(entries => entries.Values).DistinctBy(entry => entry.Instrument.Id, StringComparer.Ordinal)
                        .OrderBy(entry => entry.Instrument.Id, StringComparer.Ordinal).Select(Described),
                ];
            }
        }
    }

    /// <summary>Adds to what a source serves; an instrument it announced before is replaced.</summary>
    /// <param name="source">Name of the source.</param>
    /// <param name="entries">Its instruments.</param>
    public void Announce(string source, IEnumerable<InstrumentEntry> entries)
    {
        lock (_gate)
        {
            if (!_announced.TryGetValue(source, out SortedDictionary<string, InstrumentEntry>? known))
            {
                _announced[source] = known = new SortedDictionary<string, InstrumentEntry>(StringComparer.Ordinal);
            }

            bool changed = false;
            foreach (InstrumentEntry entry in entries)
            {
                bool isKnown = known.TryGetValue(entry.Instrument.Id, out InstrumentEntry? before);
                if (isKnown ? before!.Instrument != entry.Instrument : known.Count < MostOfSource)
                {
                    known[entry.Instrument.Id] = entry;
                    changed = true;
                }
            }

            if (changed)
            {
                (_registry, _listed) = (null, null);
            }
        }
    }

    /// <summary>Forgets what a source announced: it has gone.</summary>
    public void Withdraw(string source)
    {
        lock (_gate)
        {
            if (_announced.Remove(source))
            {
                (_registry, _listed) = (null, null);
            }
        }
    }

    /// <summary>An announced instrument; null where no attached source announces it.</summary>
    public InstrumentEntry? FindAnnounced(string id) => Announced.FirstOrDefault(entry => entry.Instrument.Id == id);

    /// <summary>A series whose instrument carries what is known of it.</summary>
    public InstrumentSeries Describe(InstrumentSeries series)
    {
        Instrument described = Configured.DescribeStored(series.Instrument);
        return described == series.Instrument ? series : series.WithInstrument(described);
    }

    /// <summary>What is known of a stored instrument; null where nothing is.</summary>
    public InstrumentEntry? EntryOf(StoredInstrument stored) => stored.Instrument.Simulated ? null : Configured.EntryOf(stored.Instrument.Id);

    private InstrumentEntry Described(InstrumentEntry announced) => Configured.EntryOf(announced.Instrument.Id) is { } known
        ? known with { Instrument = known.Instrument with { Source = announced.Instrument.Source } }
        : announced;
}
