using Tradewind.Domain.Engine;
using Tradewind.Domain.Errors;

namespace Tradewind.Domain.Strategies;

/// <summary>A series that a strategy looks at without trading it, such as the VIX: the close of an instrument with bars, or an observed field.</summary>
internal sealed class ReferenceInput
{
    private readonly int _field;

    private ReferenceInput(int instrument, int field) => (Instrument, _field) = (instrument, field);

    /// <summary>Ordinal of the instrument.</summary>
    public int Instrument { get; }

    /// <summary>Finds it.</summary>
    /// <param name="universe">Universe of the session.</param>
    /// <param name="instrument">Id; empty for the first instrument that fits.</param>
    /// <param name="field">Field where the instrument has no bars; empty for its only one.</param>
    /// <param name="parameter">Name of the parameter that names the instrument, for messages.</param>
    /// <param name="fits">Whether an instrument fits when none is named.</param>
    /// <exception cref="InvalidInputException">Reason <c>STRATEGY_PARAMETERS_INVALID</c>: there is none.</exception>
    public static ReferenceInput Of(TradingUniverse universe, string instrument, string field, string parameter, Func<string, bool> fits)
    {
        int ordinal = instrument.Length > 0
            ? universe.FindInstrument(instrument)
            : universe.Instruments.Select((candidate, i) => fits(candidate.Id) ? i : -1).FirstOrDefault(i => i >= 0, -1);
        if (ordinal < 0)
        {
            throw new InvalidInputException(
                "STRATEGY_PARAMETERS_INVALID", $"parameters[{parameter}]",
                instrument.Length > 0
                    ? $"'{instrument}' is not among the instruments: {string.Join(", ", universe.Instruments.Select(candidate => candidate.Id))}."
                    : "no instrument fits; add one as a member, or name it.");
        }

        if (universe.Tradable[ordinal])
        {
            return new ReferenceInput(ordinal, -1);
        }

        FieldKey[] fields = [.. universe.Fields.Where(key => key.Instrument == universe.Instruments[ordinal].Id && (field.Length == 0 || key.Field == field))];
        return fields.Length == 1
            ? new ReferenceInput(ordinal, universe.FindField(fields[0]))
            : throw new InvalidInputException(
                "STRATEGY_PARAMETERS_INVALID", $"parameters[{parameter}]",
                $"'{universe.Instruments[ordinal].Id}' has no bars, and {(fields.Length == 0 ? "no such field" : "several fields; name one")}.");
    }

    /// <summary>The latest known value with the time it became known.</summary>
    public (double Value, long KnownTime) Latest(IStrategyContext context)
    {
        if (_field >= 0)
        {
            FieldObservation latest = context.Latest(_field);
            return (latest.Value, latest.KnownTime);
        }

        // A bar's stamp serves as well as the time it became known: it tells one bar from the next.
        ref readonly Market.Bar bar = ref context.LastBar(Instrument);
        return (bar.Close, bar.OpenTime);
    }
}
