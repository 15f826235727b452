using System.Collections.Immutable;
using Tradewind.Domain.Engine;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Strategies.Catalogue;

namespace Tradewind.Domain.Strategies;

/// <summary>The strategies of the product (backtest specification, section 3).</summary>
public static class StrategyCatalogue
{
    /// <summary>Id of the strategy that trades the forecasts of a trained model.</summary>
    public const string Model = "model";

    /// <summary>The strategies of the product, by id.</summary>
    public static ImmutableArray<StrategyDescriptor> BuiltIn { get; } =
        [.. PriceStrategies.All.Concat(CrossAssetStrategies.All).Concat(PortfolioStrategies.All).OrderBy(descriptor => descriptor.Id, StringComparer.Ordinal)];

    /// <summary>The same; plug-ins are in the <see cref="StrategyDirectory"/> of their server.</summary>
    public static ImmutableArray<StrategyDescriptor> All => BuiltIn;

    /// <summary>Descriptor of a strategy.</summary>
    /// <exception cref="NotFoundException">There is none of that id; the nearest one is suggested.</exception>
    public static StrategyDescriptor Describe(string id) =>
        All.FirstOrDefault(descriptor => descriptor.Id == id) ?? throw new NotFoundException("strategy", id, All.Select(descriptor => descriptor.Id));

    /// <summary>Makes a strategy with no past.</summary>
    /// <param name="id">Which.</param>
    /// <param name="parameters">Values by name in invariant text; what is left out has its default. Null for none.</param>
    /// <param name="universe">Universe of the session it will run in.</param>
    /// <param name="instruments">Instruments it looks at; null for every one with bars (strategies of crypto: every crypto one).</param>
    /// <exception cref="NotFoundException">Unknown strategy or instrument.</exception>
    /// <exception cref="InvalidInputException">Wrong parameters, field <c>parameters[name]</c>; or an instrument without bars.</exception>
    public static IStrategy Create(
        string id, IReadOnlyDictionary<string, string>? parameters, TradingUniverse universe, IReadOnlyCollection<string>? instruments = null)
    {
        StrategyDescriptor descriptor = Describe(id);
        return descriptor.Build(StrategyParameters.Resolve(descriptor, parameters), universe, InstrumentSelection.Of(universe, instruments));
    }
}
