using System.Collections.Immutable;
using Tradewind.Domain.Engine;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Strategies.Catalogue;
using Tradewind.Domain.Strategies.Composite;

namespace Tradewind.Domain.Strategies;

/// <summary>The strategies one server offers: the built-in ones and those of its plug-ins. A composite may have any of them as members.</summary>
public sealed class StrategyDirectory
{
    /// <summary>Creates a directory.</summary>
    /// <param name="plugins">Strategies besides the built-in ones.</param>
    /// <exception cref="InvalidInputException">Reason <c>STRATEGY_ID_TAKEN</c>: an id is that of a built-in strategy, or is given twice.</exception>
    public StrategyDirectory(IReadOnlyCollection<StrategyDescriptor> plugins)
    {
        ArgumentNullException.ThrowIfNull(plugins);
        string? taken = plugins.Select(plugin => plugin.Id).Concat(StrategyCatalogue.BuiltIn.Select(descriptor => descriptor.Id))
            .GroupBy(id => id, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1)?.Key;
        if (taken is not null)
        {
            throw new InvalidInputException("STRATEGY_ID_TAKEN", "id", $"'{taken}' is the id of another strategy; choose a different one.");
        }

        All =
        [
            .. StrategyCatalogue.BuiltIn.Where(descriptor => descriptor.Id != CompositeMember.CompositeId).Append(CompositeDescriptor.Of(Describe)).Concat(plugins)
                .OrderBy(descriptor => descriptor.Id, StringComparer.Ordinal),
        ];
    }

    /// <summary>All of them, by id.</summary>
    public ImmutableArray<StrategyDescriptor> All { get; }

    /// <summary>Descriptor of a strategy; null where there is none of that id.</summary>
    public StrategyDescriptor? Find(string id) => All.FirstOrDefault(descriptor => descriptor.Id == id);

    /// <summary>Descriptor of a strategy.</summary>
    /// <exception cref="NotFoundException">There is none of that id; the nearest one is suggested.</exception>
    public StrategyDescriptor Describe(string id) => Find(id) ?? throw new NotFoundException("strategy", id, All.Select(descriptor => descriptor.Id));

    /// <summary>Makes a strategy with no past, of every instrument it can look at.</summary>
    /// <param name="id">Which.</param>
    /// <param name="parameters">Values by name in invariant text; what is left out has its default.</param>
    /// <param name="universe">Universe of the session it will run in.</param>
    /// <exception cref="NotFoundException">Unknown strategy.</exception>
    /// <exception cref="InvalidInputException">Wrong parameters, field <c>parameters[name]</c>; or an instrument without bars.</exception>
    public IStrategy Create(string id, IReadOnlyDictionary<string, string> parameters, TradingUniverse universe)
    {
        StrategyDescriptor descriptor = Describe(id);
        return descriptor.Build(StrategyParameters.Resolve(descriptor, parameters), universe, InstrumentSelection.Of(universe, null));
    }
}
