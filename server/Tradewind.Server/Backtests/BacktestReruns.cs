using Tradewind.Domain.Engine.Backtest;
using Tradewind.Domain.Errors;
using Tradewind.Server.Mapping;
using Tradewind.V1;

namespace Tradewind.Server.Backtests;

/// <summary>Runs stored backtests again, on the data they ran on or not at all.</summary>
internal sealed class BacktestReruns(BacktestSpecReader specs)
{
    /// <summary>The same run again.</summary>
    /// <exception cref="PreconditionException">Reason <c>DATA_CHANGED</c>.</exception>
    public async Task<BacktestResult> RunAsync(Backtest stored, CancellationToken cancellation)
    {
        BacktestRequest request = await specs.ReadAsync(stored.Spec, "spec", cancellation).ConfigureAwait(false);
        BacktestResult again = await Task.Run(() => BacktestRunner.Run(request, progress: null, cancellation), cancellation).ConfigureAwait(false);
        Check(stored, BacktestMessages.From(again.Lineage, request));
        return again;
    }

    /// <summary>What a stored backtest ran, on the same data.</summary>
    /// <exception cref="PreconditionException">Reason <c>DATA_CHANGED</c>.</exception>
    public async Task<BacktestRequest> ReadAsync(Backtest stored, CancellationToken cancellation)
    {
        BacktestRequest request = await specs.ReadAsync(stored.Spec, "spec", cancellation).ConfigureAwait(false);
        Domain.Strategies.StrategyParameters parameters = Domain.Strategies.StrategyParameters.Resolve(request.Descriptor, request.Parameters);
        Check(stored, BacktestMessages.From(BacktestLineage.Of(request, parameters), request));
        return request;
    }

    private static void Check(Backtest stored, V1.Lineage lineage)
    {
        // Under one engine version only data, or what is known about the instruments, can make a difference to the id.
        bool sameData = lineage.EngineVersion == stored.Lineage.EngineVersion
            ? lineage.Id == stored.Lineage.Id
            : lineage.DataRevisions.Equals(stored.Lineage.DataRevisions);
        if (!sameData)
        {
            throw new PreconditionException(
                "DATA_CHANGED", $"The data {stored.Id} was computed from has been changed since, so it cannot be verified. Run the backtest again.");
        }
    }
}
