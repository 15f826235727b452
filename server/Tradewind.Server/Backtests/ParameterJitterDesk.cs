using Tradewind.Domain.Engine.Backtest;
using Tradewind.Domain.Engine.Robustness;
using Tradewind.Server.Mapping;
using Tradewind.V1;

namespace Tradewind.Server.Backtests;

/// <summary>Runs the neighbours of stored backtests.</summary>
internal sealed class ParameterJitterDesk(BacktestShelf shelf, BacktestReruns reruns)
{
    /// <summary>Moves the parameters of a backtest a little, many times.</summary>
    /// <exception cref="Domain.Errors.InvalidInputException">Options are wrong; violations carry paths below <paramref name="path"/>.</exception>
    /// <exception cref="Domain.Errors.PreconditionException">Reason <c>DATA_CHANGED</c>.</exception>
    public async Task<V1.ParameterJitterResult> RunAsync(string id, ParameterJitterSpec spec, string path, CancellationToken cancellation)
    {
        ParameterJitterOptions options = ParameterJitterMessages.Read(spec, path);
        BacktestRequest request = await reruns.ReadAsync(
            await shelf.Backtests.GetAsync(id, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);
        Domain.Engine.Robustness.ParameterJitterResult result = await Task.Run(
            () => StrategySpecReader.InContract(() => ParameterJitter.Run(request, options, cancellation), path), cancellation).ConfigureAwait(false);
        return ParameterJitterMessages.From(result, options);
    }
}
