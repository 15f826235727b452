using System.Collections.Immutable;
using Tradewind.Domain.Engine;
using Tradewind.Domain.Errors;

namespace Tradewind.Domain.Strategies;

/// <summary>The instruments a strategy looks at, by ordinal.</summary>
public sealed class InstrumentSelection
{
    private readonly bool[] _selected;

    private InstrumentSelection(bool[] selected) => _selected = selected;

    /// <summary>Selects instruments by id; null or none given selects every one with bars.</summary>
    /// <exception cref="NotFoundException">An id is not in the universe.</exception>
    /// <exception cref="InvalidInputException">Reason <c>INSTRUMENT_NOT_TRADABLE</c>: it has no bars here.</exception>
    public static InstrumentSelection Of(TradingUniverse universe, IReadOnlyCollection<string>? instruments)
    {
        ArgumentNullException.ThrowIfNull(universe);
        if (instruments is null || instruments.Count == 0)
        {
            return new InstrumentSelection([.. universe.Tradable]);
        }

        bool[] selected = new bool[universe.Instruments.Length];
        foreach (string id in instruments)
        {
            int ordinal = universe.OrdinalOf(id);
            if (!universe.Tradable[ordinal])
            {
                throw new InvalidInputException("INSTRUMENT_NOT_TRADABLE", $"instruments[{id}]", "has no bars here; a strategy needs them.");
            }

            selected[ordinal] = true;
        }

        return new InstrumentSelection(selected);
    }

    /// <summary>True when the instrument is selected.</summary>
    public bool Contains(int instrument) => _selected[instrument];

    /// <summary>The part of the selection that meets a condition.</summary>
    public InstrumentSelection Where(Func<int, bool> condition) => new([.. _selected.Select((selected, ordinal) => selected && condition(ordinal))]);

    /// <summary>Ordinals of the selected instruments, rising.</summary>
    public ImmutableArray<int> Ordinals => [.. Enumerable.Range(0, _selected.Length).Where(ordinal => _selected[ordinal])];

    /// <summary>True when nothing is selected.</summary>
    public bool IsEmpty => !_selected.Contains(true);
}
