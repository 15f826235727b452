using System.Collections.Immutable;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Engine;

/// <summary>
/// What a session may see and trade. Instruments are numbered in the ordinal order of their ids and fields in the order
/// (instrument, name), whatever the order they were given in: events of one time are processed by these numbers.
/// </summary>
public sealed class TradingUniverse
{
    private readonly ImmutableDictionary<string, int> _instruments;
    private readonly ImmutableDictionary<FieldKey, int> _fields;

    /// <summary>Creates a universe.</summary>
    /// <param name="traded">Instruments with bars, at least one, ids unique.</param>
    /// <param name="observed">Instruments of which fields are observed; may repeat traded ones.</param>
    /// <param name="fields">Observed fields; each instrument is in one of the lists.</param>
    /// <param name="executed">Ids of traded instruments whose orders are filled by an execution series instead of their bars.</param>
    /// <exception cref="InvalidInputException">
    /// Reason <c>UNIVERSE_INVALID</c>: nothing to trade, a repeated id, or a field of an unknown instrument.
    /// </exception>
    public TradingUniverse(
        IEnumerable<Instrument> traded, IEnumerable<Instrument>? observed = null, IEnumerable<FieldKey>? fields = null, IEnumerable<string>? executed = null)
    {
        ImmutableArray<Instrument> tradedList = [.. traded];
        string? repeated = tradedList.GroupBy(instrument => instrument.Id, StringComparer.Ordinal)
            .FirstOrDefault(group => group.Count() > 1)?.Key;
        if (tradedList.IsEmpty || repeated is not null)
        {
            throw new InvalidInputException(
                "UNIVERSE_INVALID", "instruments", repeated is null ? "at least one instrument with bars is needed." : $"'{repeated}' is given twice.");
        }

        HashSet<string> tradedIds = [.. tradedList.Select(instrument => instrument.Id)];
        Instruments =
        [
            .. tradedList.Concat((observed ?? []).Where(instrument => !tradedIds.Contains(instrument.Id)))
                .DistinctBy(instrument => instrument.Id).OrderBy(instrument => instrument.Id, StringComparer.Ordinal),
        ];
        Tradable = [.. Instruments.Select(instrument => tradedIds.Contains(instrument.Id))];
        HashSet<string> executedIds = new(executed ?? [], StringComparer.Ordinal);
        Executed = [.. Instruments.Select(instrument => executedIds.Contains(instrument.Id))];
        HasExecutions = executedIds.Count > 0;
        _instruments = Instruments.Select((instrument, i) => (instrument.Id, i))
            .ToImmutableDictionary(pair => pair.Id, pair => pair.i, StringComparer.Ordinal);
        Fields =
        [
            .. (fields ?? []).Distinct().OrderBy(key => key.Instrument, StringComparer.Ordinal).ThenBy(key => key.Field, StringComparer.Ordinal),
        ];
        FieldKey? stray = Fields.Where(key => !_instruments.ContainsKey(key.Instrument)).Select(key => (FieldKey?)key).FirstOrDefault();
        if (stray is not null)
        {
            throw new InvalidInputException("UNIVERSE_INVALID", "fields", $"the instrument of '{stray}' is not in the universe.");
        }

        _fields = Fields.Select((key, i) => (key, i)).ToImmutableDictionary(pair => pair.key, pair => pair.i);
    }

    /// <summary>
    /// A universe of series: the bar series are traded, every field of the field series is observed, and orders of instruments with an execution
    /// series are filled by that.
    /// </summary>
    public static TradingUniverse Of(
        IEnumerable<InstrumentSeries> bars, IEnumerable<InstrumentSeries>? fields = null, IEnumerable<InstrumentSeries>? execution = null)
    {
        ImmutableArray<InstrumentSeries> observed = [.. fields ?? []];
        return new TradingUniverse(
            bars.Select(series => series.Instrument),
            observed.Select(series => series.Instrument),
            observed.SelectMany(series => series.Fields.Select(field => new FieldKey(series.Instrument.Id, field))),
            (execution ?? []).Select(series => series.Instrument.Id));
    }

    /// <summary>All instruments; the index is the instrument's ordinal.</summary>
    public ImmutableArray<Instrument> Instruments { get; }

    /// <summary>True at the ordinals of instruments that have bars.</summary>
    public ImmutableArray<bool> Tradable { get; }

    /// <summary>True at the ordinals of instruments whose orders are filled by an execution series instead of their bars.</summary>
    public ImmutableArray<bool> Executed { get; }

    /// <summary>True where any instrument has an execution series.</summary>
    public bool HasExecutions { get; }

    /// <summary>Observed fields; the index is the field's ordinal.</summary>
    public ImmutableArray<FieldKey> Fields { get; }

    /// <summary>Ordinal of an instrument; −1 where it is not in the universe.</summary>
    public int FindInstrument(string id) => _instruments.GetValueOrDefault(id, -1);

    /// <summary>Ordinal of a field; −1 where it is not observed.</summary>
    public int FindField(FieldKey key) => _fields.GetValueOrDefault(key, -1);

    /// <summary>Ordinal of an instrument.</summary>
    /// <exception cref="NotFoundException">It is not in the universe.</exception>
    public int OrdinalOf(string id) => FindInstrument(id) is >= 0 and int ordinal
        ? ordinal
        : throw new NotFoundException("instrument", id, Instruments.Select(instrument => instrument.Id));
}
