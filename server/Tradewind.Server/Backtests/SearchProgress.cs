using Tradewind.Domain.Engine.Optimization;
using Tradewind.Server.Jobs;

namespace Tradewind.Server.Backtests;

/// <summary>Passes the progress of a search on to its operation.</summary>
internal sealed class SearchProgress(IProgress<OperationProgress> target) : IProgress<SweepProgress>
{
    /// <inheritdoc />
    public void Report(SweepProgress value) => target.Report(new OperationProgress(
        (double)value.Done / value.Total, FormattableString.Invariant($"{value.Stage}: {value.Done} of {value.Total} backtests")));
}
