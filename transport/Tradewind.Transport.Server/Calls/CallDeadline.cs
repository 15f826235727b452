using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Tradewind.Transport.Framing;

namespace Tradewind.Transport.Calls;

/// <summary>
/// The deadline of a call. When it passes, the client is told at once, even where the handler does not look at its token;
/// the handler's own end is then ignored.
/// </summary>
internal sealed class CallDeadline : IAsyncDisposable
{
    /// <summary>The HTTP/2 code by which a server says that it needs no more of a request: nothing went wrong.</summary>
    private const int NoError = 0;

    private readonly HttpServerCallContext _call;
    private readonly CancellationTokenSource _cancellation;
    private readonly DeadlineTimer _timer;
    private readonly TaskCompletionSource _responseCompleted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isExceeded;

    public CallDeadline(HttpServerCallContext call, TimeSpan timeout)
    {
        _call = call;
        DateTime now = DateTime.UtcNow;
        Utc = timeout >= DateTime.MaxValue - now ? DateTime.MaxValue : now + timeout;
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(call.HttpContext.RequestAborted);
        _timer = new DeadlineTimer(Utc, OnPassed);
    }

    public DateTime Utc { get; }

    public CancellationToken Token => _cancellation.Token;

    public bool IsExceeded => _isExceeded;

    /// <summary>Ends once the response that the deadline has ended is written out.</summary>
    public Task ResponseCompleted => _responseCompleted.Task;

    public void Start() => _timer.Start();

    public async ValueTask DisposeAsync()
    {
        // The server reuses the HttpContext for another call: a deadline that fires just now must be done with it first.
        await _timer.DisposeAsync().ConfigureAwait(false);
        _cancellation.Dispose();
    }

    private void OnPassed() => _ = EndCallAsync();

    private async Task EndCallAsync()
    {
        _isExceeded = true;
        bool endsHere = _call.Gate.TryEnd();
        try
        {
            if (endsHere)
            {
                TrailerWriter.Write(
                    _call.HttpContext.Response,
                    new Status(StatusCode.DeadlineExceeded, "The deadline has passed."),
                    Metadata.Empty);
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
            _call.Settings.Logger.LogDebug(e, "The response to {Method} could not be completed at its deadline.", _call.Method);
        }
        finally
        {
            _responseCompleted.TrySetResult();
        }
    }
}
