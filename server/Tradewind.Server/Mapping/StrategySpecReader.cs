using Tradewind.Domain.Engine;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Strategies;
using Tradewind.Server.Requests;
using Tradewind.V1;

namespace Tradewind.Server.Mapping;

/// <summary>Reads strategy specifications.</summary>
internal static class StrategySpecReader
{
    /// <summary>A strategy with no past.</summary>
    /// <exception cref="NotFoundException">Unknown strategy.</exception>
    /// <exception cref="InvalidInputException">
    /// Wrong parameters or instruments; violations carry paths below <paramref name="path"/>, or of <paramref name="instruments"/> (null: of a feed).
    /// </exception>
    public static IStrategy Create(
        StrategyDirectory strategies, StrategySpec spec, TradingUniverse universe, string path, InstrumentPath? instruments = null)
    {
        Required.Text(spec.StrategyId, $"{path}.strategy_id");
        return InContract(() => strategies.Create(spec.StrategyId, spec.Parameters, universe), path, instruments ?? InstrumentPath.Feed);
    }

    /// <summary>Runs a reader whose violations have paths of their own, and puts these below a path of the contract, those about instruments where it names them.</summary>
    public static T InContract<T>(Func<T> read, string path, InstrumentPath? instruments = null)
    {
        try
        {
            return read();
        }
        catch (InvalidInputException error)
        {
            FieldViolation[] violations =
                [.. error.Violations.Select(violation => instruments?.Place(violation) ?? violation with { Field = $"{path}.{violation.Field}" })];
            throw new InvalidInputException(error.Reason, violations, error);
        }
    }
}
