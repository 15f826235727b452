using Grpc.Core;
using Grpc.Net.Client;
using Tradewind.Transport.Framing;

namespace Tradewind.Transport.Client;

/// <summary>
/// The life of a call, whatever its messages: it ends exactly once, by the server's status, by cancellation, by its deadline or by a
/// failure, and the first of these decides its status.
/// </summary>
internal abstract class ClientCall : IDisposable
{
    private readonly Lock _lock = new();
    // Never disposed: it has neither timer nor parent, and a late reader may still look at its token.
    private readonly CancellationTokenSource _http = new();
    private readonly TaskCompletionSource<Metadata> _headers = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<CancellationTokenRegistration> _registrations = [];
    private readonly DeadlineTimer? _deadline;
    private Status? _status;
    private Metadata _trailers = Metadata.Empty;
    private HttpResponseMessage? _response;
    private Action<Status>? _whenEnded;

    protected ClientCall(GrpcChannel channel, CallOptions options)
    {
        Channel = channel;
        Options = options;
        channel.AddRunningCall(this);

        var propagated = options.PropagationToken as ServerCallPropagationToken;
        Deadline = DeadlineOf(options);
        if (Deadline is { } deadline)
        {
            _deadline = new DeadlineTimer(deadline, () => Cancel(DeadlinePassed));
            if (deadline <= DateTime.UtcNow)
            {
                Cancel(DeadlinePassed);
            }

            _deadline.Start();
        }

        foreach (CancellationToken token in (CancellationToken[])[options.CancellationToken, propagated?.CancellationToken ?? default])
        {
            if (token.CanBeCanceled)
            {
                _registrations.Add(CancelOn(token));
            }
        }
    }

    /// <summary>Delegates for the public call types, which hand the call back as their state.</summary>
    public static Func<object, Task<Metadata>> HeadersOf { get; } = static call => ((ClientCall)call)._headers.Task;

    public static Func<object, Status> StatusOf { get; } = static call => ((ClientCall)call).GetStatus();

    public static Func<object, Metadata> TrailersOf { get; } = static call => ((ClientCall)call).GetTrailers();

    public static Action<object> DisposeOf { get; } = static call => ((ClientCall)call).Dispose();

    public CallOptions Options { get; }

    /// <summary>The status, once the call has ended.</summary>
    public Status? EndStatus
    {
        get
        {
            lock (_lock)
            {
                return _status;
            }
        }
    }

    /// <summary>The trailers, once the call has ended; none before.</summary>
    public Metadata EndTrailers
    {
        get
        {
            lock (_lock)
            {
                return _trailers;
            }
        }
    }

    protected GrpcChannel Channel { get; }

    /// <summary>UTC time at which the call ends, or null.</summary>
    protected DateTime? Deadline { get; }

    /// <summary>Fires when the HTTP request is of no use any more.</summary>
    public CancellationToken HttpToken => _http.Token;

    /// <summary>UTC time at which a call with these options ends, or null.</summary>
    public static DateTime? DeadlineOf(CallOptions options) =>
        Earlier(options.Deadline?.ToUniversalTime(), (options.PropagationToken as ServerCallPropagationToken)?.Deadline);

    /// <summary>Has one action told the status at the end of the call, at once where it has ended.</summary>
    public void WhenEnded(Action<Status> action)
    {
        Status? ended;
        lock (_lock)
        {
            _whenEnded = action;
            ended = _status;
        }

        if (ended is { } status)
        {
            action(status);
        }
    }

    public void Dispose()
    {
        Cancel(new Status(StatusCode.Cancelled, "The call was disposed before it ended."));
        lock (_lock)
        {
            _response?.Dispose();
        }
    }

    /// <summary>Cancels the call when a token fires.</summary>
    public CancellationTokenRegistration CancelOn(CancellationToken token) => token.UnsafeRegister(
        static state => ((ClientCall)state!).Cancel(CancelledByClient), this);

    public void Cancel(Status status)
    {
        if (TryEnd(status, Metadata.Empty))
        {
            _http.Cancel();
        }
    }

    /// <summary>Ends the call for a failure, unless it has ended, and gives the exception for whoever waits on it.</summary>
    public Exception Fail(Exception failure)
    {
        Cancel(FailureStatus.From(failure));
        return EndException();
    }

    /// <summary>The exception that tells the end of a call whose status is not OK.</summary>
    public Exception EndException()
    {
        Status status = GetStatus();
        return Channel.ThrowsOperationCanceled && status.StatusCode is StatusCode.Cancelled or StatusCode.DeadlineExceeded
            ? new OperationCanceledException(status.Detail, new RpcException(status, GetTrailers()))
            : new RpcException(status, GetTrailers());
    }

    /// <summary>Called once, when the call has ended.</summary>
    protected abstract void OnEnded();

    protected void SetHeaders(HttpResponseMessage response, Metadata headers)
    {
        lock (_lock)
        {
            _response = response;
        }

        _headers.TrySetResult(headers);
    }

    protected bool TryEnd(Status status, Metadata trailers)
    {
        Action<Status>? whenEnded;
        lock (_lock)
        {
            if (_status is not null)
            {
                return false;
            }

            _status = status;
            _trailers = trailers;
            whenEnded = _whenEnded;
        }

        _deadline?.Dispose();
        foreach (CancellationTokenRegistration registration in _registrations)
        {
            registration.Unregister();
        }

        Channel.RemoveRunningCall(this);
        if (!_headers.Task.IsCompleted && _headers.TrySetException(EndException()))
        {
            // Most callers never ask for the headers; the failure reaches them through the response.
            _ = _headers.Task.Exception;
        }

        OnEnded();
        whenEnded?.Invoke(status);
        return true;
    }

    internal static Status DeadlinePassed => new(StatusCode.DeadlineExceeded, "The deadline has passed.");

    internal static Status CancelledByClient => new(StatusCode.Cancelled, "The call was cancelled by the client.");

    private static DateTime? Earlier(DateTime? a, DateTime? b) => a is null || b < a ? b ?? a : a;

    private Status GetStatus() =>
        EndStatus ?? throw new InvalidOperationException("The call has not ended, so that it has no status yet.");

    private Metadata GetTrailers()
    {
        lock (_lock)
        {
            return _status is null
                ? throw new InvalidOperationException("The call has not ended, so that it has no trailers yet.")
                : _trailers;
        }
    }
}
