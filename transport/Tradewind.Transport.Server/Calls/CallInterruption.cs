using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Tradewind.Transport.Framing;

namespace Tradewind.Transport.Calls;

/// <summary>
/// What ends a call from outside its handler: the deadline, or the host that stops. The client is told at once, even where the handler
/// does not look at its token; the handler's own end is then ignored.
/// </summary>
internal sealed class CallInterruption : IAsyncDisposable
{
    /// <summary>The HTTP/2 code by which a server says that it needs no more of a request: nothing went wrong.</summary>
    private const int NoError = 0;

    private readonly HttpServerCallContext _call;
    private readonly CancellationToken _drain;
    private readonly CancellationTokenSource _cancellation;
    private readonly DeadlineTimer? _timer;
    private readonly TaskCompletionSource _responseCompleted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenRegistration _drainRegistration;
    private StatusBox? _reason;

    /// <summary>Prepares the end of a call, which cannot come before <see cref="Start"/>.</summary>
    /// <param name="call">The call.</param>
    /// <param name="timeout">What the client gives it; null for any time.</param>
    /// <param name="drain">Fires when the host can wait for the call no longer.</param>
    public CallInterruption(HttpServerCallContext call, TimeSpan? timeout, CancellationToken drain)
    {
        _call = call;
        _drain = drain;
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(call.HttpContext.RequestAborted);
        if (timeout is { } time)
        {
            DateTime now = DateTime.UtcNow;
            Deadline = time >= DateTime.MaxValue - now ? DateTime.MaxValue : now + time;
            _timer = new DeadlineTimer(
                Deadline.Value, () => _ = EndCallAsync(new Status(StatusCode.DeadlineExceeded, "The deadline has passed.")));
        }
    }

    public DateTime? Deadline { get; }

    public CancellationToken Token => _cancellation.Token;

    /// <summary>Why the call was ended; null where it was not.</summary>
    public Status? Reason => Volatile.Read(ref _reason)?.Status;

    /// <summary>Ends once the response that was ended from outside is written out.</summary>
    public Task ResponseCompleted => _responseCompleted.Task;

    public void Start()
    {
        _timer?.Start();
        _drainRegistration = _drain.UnsafeRegister(
            static state => _ = ((CallInterruption)state!).EndCallAsync(CallDrain.Stopping), this);
    }

    public async ValueTask DisposeAsync()
    {
        // The server reuses the HttpContext for another call: an end that comes just now must be done with it first.
        await _drainRegistration.DisposeAsync().ConfigureAwait(false);
        if (_timer is not null)
        {
            await _timer.DisposeAsync().ConfigureAwait(false);
        }

        _cancellation.Dispose();
    }

    private async Task EndCallAsync(Status reason)
    {
        if (Interlocked.CompareExchange(ref _reason, new StatusBox(reason), null) is not null)
        {
            return;
        }

        bool endsHere = _call.Gate.TryEnd();
        try
        {
            if (endsHere)
            {
                TrailerWriter.Write(_call.HttpContext.Response, reason, Metadata.Empty);
            }
            else
            {
                // A write waits for the client to read: it is woken, the handler ends and sends the status then.
                _call.HttpContext.Response.BodyWriter.CancelPendingFlush();
            }

            await _cancellation.CancelAsync().ConfigureAwait(false);
            if (endsHere)
            {
                await _call.HttpContext.Response.CompleteAsync().ConfigureAwait(false);
                // The client may be streaming still; it can stop.
                _call.HttpContext.Features.Get<IHttpResetFeature>()?.Reset(NoError);
            }
        }
        catch (Exception e)
        {
            // On a timer's thread nobody else would see it, and the process would end.
            _call.Settings.Logger.LogDebug(e, "The response to {Method} could not be completed when it was ended.", _call.Method);
        }
        finally
        {
            _responseCompleted.TrySetResult();
        }
    }

    private sealed record StatusBox(Status Status);
}
