using Tradewind.Domain.Errors;
using Tradewind.Domain.Strategies;

namespace Tradewind.Domain.Engine.Recording;

/// <summary>Runs recorded inputs through a new engine. The same universe, options, strategy and inputs give the same ledger bit for bit.</summary>
public static class SessionReplay
{
    /// <summary>Replays a session.</summary>
    /// <param name="universe">Universe of the session.</param>
    /// <param name="options">Options of the session.</param>
    /// <param name="strategy">Its strategy with no past; null where it had none.</param>
    /// <param name="inputs">Every input in order, refused commands included.</param>
    /// <param name="cancellation">Stops between inputs.</param>
    /// <exception cref="InvalidInputException">A slice is invalid, as it was in the session.</exception>
    public static SessionReplayResult Run(
        TradingUniverse universe, EngineOptions options, IStrategy? strategy, IEnumerable<EngineInput> inputs,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        SessionLedger ledger = new();
        using LedgerHash hash = new();
        TradingEngine engine = new(universe, options, strategy, new JournalFanOut(ledger, hash));
        int refused = 0;
        foreach (EngineInput input in inputs)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                engine.Apply(input);
            }
            catch (TradewindException) when (input is not (SliceInput or WarmUpInput))
            {
                // A refused command changed nothing then and changes nothing now.
                refused++;
            }
        }

        return new SessionReplayResult(ledger, engine.Cash, engine.Equity, engine.Positions(), hash.Current(), refused);
    }
}
