using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Tradewind.Domain.Market.Calendars;
using Tradewind.Domain.Market.Futures;

namespace Tradewind.Domain.Market.Registry;

/// <summary>
/// Instruments known beforehand: entries, families of entries (<c>STEO *</c>), and every ticker of the grammar, whose exchange, calendar and
/// multiplier follow from its root.
/// Immutable; <see cref="With"/> makes a larger one.
/// </summary>
public sealed class InstrumentRegistry
{
    private readonly FrozenDictionary<string, InstrumentEntry> _byName;

    private InstrumentRegistry(ImmutableArray<InstrumentEntry> entries)
    {
        Entries = entries;
        Dictionary<string, InstrumentEntry> byName = new(StringComparer.OrdinalIgnoreCase);
        foreach (InstrumentEntry entry in entries)
        {
            byName[entry.Instrument.Id] = entry;
        }

        foreach (InstrumentEntry entry in entries)
        {
            foreach (string alias in entry.Aliases)
            {
                byName.TryAdd(alias, entry);
            }
        }

        _byName = byName.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>No entries; tickers of the grammar are still known.</summary>
    public static InstrumentRegistry Empty { get; } = new([]);

    /// <summary>All entries, ordered by id.</summary>
    public ImmutableArray<InstrumentEntry> Entries { get; }

    /// <summary>A registry with these entries.</summary>
    /// <exception cref="ArgumentException">Two entries share an id or alias.</exception>
    public static InstrumentRegistry Of(IEnumerable<InstrumentEntry> entries)
    {
        ImmutableArray<InstrumentEntry> ordered = [.. entries.OrderBy(entry => entry.Instrument.Id, StringComparer.Ordinal)];
        Dictionary<string, string> owners = new(StringComparer.OrdinalIgnoreCase);
        foreach (InstrumentEntry entry in ordered)
        {
            foreach (string name in entry.Aliases.Prepend(entry.Instrument.Id))
            {
                if (!owners.TryAdd(name, entry.Instrument.Id))
                {
                    throw new ArgumentException($"'{name}' names both {owners[name]} and {entry.Instrument.Id}; an id or alias belongs to one instrument.", nameof(entries));
                }
            }
        }

        return new InstrumentRegistry(ordered);
    }

    /// <summary>A registry with further entries; where an id is there already, the entry that came first stays.</summary>
    public InstrumentRegistry With(IEnumerable<InstrumentEntry> announced) => new(
        [
            .. Entries.Concat(announced).DistinctBy(entry => entry.Instrument.Id, StringComparer.Ordinal).OrderBy(entry => entry.Instrument.Id, StringComparer.Ordinal),
        ]);

    /// <summary>The entry with this id or alias, in any case; null where there is none.</summary>
    public InstrumentEntry? Find(string name) => _byName.GetValueOrDefault(name.Trim());

    /// <summary>The entry that says a file of this name holds it; null where there is none.</summary>
    /// <param name="fileName">Name without folders; extensions are ignored.</param>
    public InstrumentEntry? FindByFile(string fileName)
    {
        string stem = FileStem(fileName);
        return Entries.FirstOrDefault(entry => entry.IsFile(stem));
    }

    /// <summary>The instrument a text means: an id, an alias, a ticker with or without suffix, or a commodity key.</summary>
    /// <param name="text">Text as a user writes it.</param>
    /// <param name="reference">Decides the decade of a one-digit year; null leaves it open.</param>
    /// <returns>Null where nothing fits.</returns>
    public InstrumentResolution? Resolve(string text, DateOnly? reference = null)
    {
        string name = text.Trim();
        if (Find(name) is { } entry)
        {
            return new InstrumentResolution(entry, entry.Instrument.Id == name ? MatchKind.Id : MatchKind.Alias, TickerOf(entry.Instrument.Id, reference));
        }

        if (TickerGrammar.Normalize(name) is { } ticker && TickerGrammar.Parse(ticker, reference) is { Contract: not null } parsed)
        {
            return new InstrumentResolution(Find(ticker) ?? OfTicker(parsed), MatchKind.Ticker, parsed);
        }

        return CommodityContracts.Find(name) is { } contract && TickerGrammar.Parse($"{contract.Root}1 Comdty", reference) is var front
            ? new InstrumentResolution(Find(front.Text) ?? OfTicker(front), MatchKind.Commodity, front)
            : null;
    }

    /// <summary>An instrument with what is known about it filled in: by its entry, else its ticker, else its asset class.</summary>
    public Instrument Describe(Instrument instrument)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        if (EntryOf(instrument.Id)?.Instrument is not { } known)
        {
            return instrument.Calendar.Length > 0 ? instrument : instrument with { Calendar = TradingCalendars.Of(instrument.AssetClass)?.Id ?? "" };
        }

        // Simulated data under a real name stays what it is.
        return instrument.Simulated ? instrument : instrument with
        {
            Exchange = known.Exchange, Calendar = known.Calendar, Unit = known.Unit, TickSize = known.TickSize, LotSize = known.LotSize,
            Multiplier = known.Multiplier, Currency = known.Currency,
            DisplayName = instrument.DisplayName == instrument.Id ? known.DisplayName : instrument.DisplayName,
        };
    }

    /// <summary>
    /// The same for an instrument that is stored: its currency was settled when it was loaded, where its source may have known better.
    /// </summary>
    public Instrument DescribeStored(Instrument instrument) => Describe(instrument) with { Currency = instrument.Currency };

    /// <summary>The entry of an id, else the one its ticker or its family makes; null where none is known.</summary>
    public InstrumentEntry? EntryOf(string id) =>
        Find(id) is { } entry && entry.Instrument.Id == id ? entry
        : TickerGrammar.Parse(id) is { Contract: not null } ticker ? OfTicker(ticker)
        : Entries.FirstOrDefault(family => family.IsFamily && family.Contains(id)) is { } of ? of with { Instrument = of.Instrument.Named(id), Aliases = [] }
        : null;

    /// <summary>Entries in which every word of a query occurs in id, name, alias, exchange or asset class, ignoring case.</summary>
    public IEnumerable<InstrumentEntry> Search(string query)
    {
        string[] words = query.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return Entries.Where(entry => Array.TrueForAll(words, word => Texts(entry).Any(text => text.Contains(word, StringComparison.OrdinalIgnoreCase))));
    }

    /// <summary>Name of a file without folders and the extensions of text and archives.</summary>
    public static string FileStem(string fileName)
    {
        string stem = fileName[(fileName.LastIndexOfAny(['/', '\\']) + 1)..].Trim();
        foreach (string extension in (ReadOnlySpan<string>)[".gz", ".tgz", ".tar", ".csv", ".txt", ".tsv"])
        {
            stem = stem.EndsWith(extension, StringComparison.OrdinalIgnoreCase) && stem.Length > extension.Length ? stem[..^extension.Length] : stem;
        }

        return stem;
    }

    private static IEnumerable<string> Texts(InstrumentEntry entry) =>
        entry.Aliases.Append(entry.Instrument.Id).Append(entry.Instrument.DisplayName).Append(entry.Instrument.Exchange).Append(entry.Instrument.AssetClass.ToString());

    private static FuturesTicker? TickerOf(string id, DateOnly? reference) =>
        TickerGrammar.Parse(id, reference) is { Kind: not TickerKind.Unknown } ticker ? ticker : null;

    private static InstrumentEntry OfTicker(FuturesTicker ticker)
    {
        CommodityContract contract = ticker.Contract!;
        string name = ticker.Position is { } position
            ? string.Create(CultureInfo.InvariantCulture, $"{contract.Name}, position {position}")
            : $"{contract.Name}, {(ticker.Delivery is { } delivery ? delivery.ToString() : ticker.MonthCode + ticker.YearDigits)}";
        return new InstrumentEntry(contract.ToInstrument(ticker.Text, name))
        {
            Fields = [new FieldDefinition("close", $"USD/{contract.Unit.Symbol()}")], MayBeNegative = true,
        };
    }
}
