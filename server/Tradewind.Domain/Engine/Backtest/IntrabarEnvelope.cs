using Tradewind.Domain.Engine.Columns;
using Tradewind.Domain.Engine.Metrics;

namespace Tradewind.Domain.Engine.Backtest;

/// <summary>
/// A backtest under every assumption about the inside of bars. Where the outcomes are far apart, the result hangs on what bars cannot say,
/// and shorter bars are needed.
/// </summary>
public static class IntrabarEnvelope
{
    /// <summary>Runs it once for each assumption, in the order of <see cref="IntrabarAssumption"/>.</summary>
    /// <param name="request">What to run; its own assumption does not count.</param>
    /// <param name="cancellation">Stops the runs.</param>
    public static IReadOnlyList<(IntrabarAssumption Assumption, PerformanceMetrics Metrics)> Of(
        BacktestRequest request, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        using BarColumns? bars = BacktestRunner.Columns(request);
        return
        [
            .. Enum.GetValues<IntrabarAssumption>().Select(assumption => (assumption, BacktestRunner.RunTrial(
                request with { Options = request.Options with { Intrabar = assumption } }, bars, cancellation).Metrics)),
        ];
    }
}
