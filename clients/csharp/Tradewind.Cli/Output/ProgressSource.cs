namespace Tradewind.Cli.Output;

/// <summary>Feeds a progress bar from what a client call reports.</summary>
internal sealed class ProgressSource<T>(IProgress<WorkStep> target, Func<T, WorkStep> translate) : IProgress<T>
{
    public void Report(T value) => target.Report(translate(value));
}
