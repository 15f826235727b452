using Tradewind.Cli.Output;
using Tradewind.Client;
using Tradewind.V1;

namespace Tradewind.Cli.Commands;

/// <summary>A load that the server does, with its progress and report.</summary>
internal static class SourceLoad
{
    public static async Task RunAsync(Invocation invocation, string doing, string source, LoadDataRequest request)
    {
        LoadReport report = await invocation.Terminal.TrackAsync(doing, bar => invocation.Client.LoadDataAsync(
            request, new ProgressSource<LoadProgress>(bar, static step => new WorkStep(step.Fraction, step.Stage)), invocation.CancellationToken)).ConfigureAwait(false);
        invocation.Terminal.Json(report);
        LoadView.Write(invocation.Terminal, source, report, request.ValidateOnly);
    }
}
