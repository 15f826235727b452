using Tradewind.Domain.Engine.Backtest;
using Tradewind.Domain.Market;
using Tradewind.Server.Jobs;
using Tradewind.Server.Mapping;
using Tradewind.Server.Training;
using Tradewind.V1;

namespace Tradewind.Server.Backtests;

/// <summary>Gives a finished backtest its id and keeps it, whoever made its decisions.</summary>
internal sealed class BacktestKeeper(BacktestShelf shelf, TimeProvider clock)
{
    /// <summary>Keeps a result, with what other assumptions about the inside of bars gave where that was asked for.</summary>
    public async Task<Backtest> KeepAsync(
        BacktestSpec spec, BacktestRequest request, BacktestResult result, CancellationToken cancellation, params IEnumerable<IntrabarOutcome> outcomes)
    {
        Backtest backtest = new()
        {
            Id = Identifiers.New("bt", clock), Spec = spec, CreateTime = ProtoTime.Now(clock),
            Simulated = request.Bars.Concat(request.Fields).Concat(request.Benchmark is { } benchmark ? [benchmark] : []).Any(series => series.Instrument.Simulated),
        };
        BacktestMessages.Fill(backtest, request, result);
        backtest.IntrabarOutcomes.AddRange(outcomes);
        if (ModelForecastReader.IsInSample(request.Strategy, request.Parameters))
        {
            backtest.Warnings.Add("In-sample: the model was fitted on rows it trades here, so the result says nothing about rows it has not seen.");
        }

        // Exposure is a share of equity: what is quoted in another currency than the account's has no known one.
        string? currency = request.Options.AccountCurrency;
        InstrumentSeries[] measured = [.. request.Bars.Where(series => currency is null || series.Instrument.Currency == currency)];
        await shelf.KeepAsync(backtest, measured, result, cancellation).ConfigureAwait(false);
        return backtest;
    }
}
