using Grpc.Core;

namespace Tradewind.Transport.Client.Retries;

/// <summary>What callers see of a call that may be made several times, whatever its messages.</summary>
internal abstract class AttemptedCall : IDisposable
{
    /// <summary>Delegates for the public call types, which hand the call back as their state.</summary>
    public static Func<object, Task<Metadata>> HeadersOf { get; } = static call => ((AttemptedCall)call).GetHeadersAsync();

    public static Func<object, Status> StatusOf { get; } = static call => ((AttemptedCall)call).Chosen is { } chosen
        ? ClientCall.StatusOf(chosen)
        : throw new InvalidOperationException("The call has not ended, so that it has no status yet.");

    public static Func<object, Metadata> TrailersOf { get; } = static call => ((AttemptedCall)call).Chosen is { } chosen
        ? ClientCall.TrailersOf(chosen)
        : throw new InvalidOperationException("The call has not ended, so that it has no trailers yet.");

    public static Action<object> DisposeOf { get; } = static call => ((AttemptedCall)call).Dispose();

    /// <summary>The attempt that answers the call, once that is settled.</summary>
    protected abstract ClientCall? Chosen { get; }

    public void Dispose() => Stop(new Status(StatusCode.Cancelled, "The call was disposed before it ended."));

    /// <summary>Ends the call, whatever its attempts are doing.</summary>
    public abstract void Stop(Status status);

    protected abstract Task<ClientCall> WaitForChosenAsync();

    private async Task<Metadata> GetHeadersAsync() =>
        await ClientCall.HeadersOf(await WaitForChosenAsync().ConfigureAwait(false)).ConfigureAwait(false);
}
