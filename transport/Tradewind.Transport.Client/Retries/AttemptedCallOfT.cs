using Grpc.Core;
using Grpc.Net.Client;
using Tradewind.Transport.Framing;
using Tradewind.Transport.Telemetry;

namespace Tradewind.Transport.Client.Retries;

/// <summary>
/// A call that is made until an attempt is answered, or fails in a way that another would not mend. Answered means that response headers
/// came: what the caller may have seen cannot be taken back.
/// </summary>
internal sealed class AttemptedCall<TRequest, TResponse> : AttemptedCall, IResponses<TResponse>
    where TRequest : class
    where TResponse : class
{
    private readonly Lock _lock = new();
    private readonly GrpcChannel _channel;
    private readonly Method<TRequest, TResponse> _method;
    private readonly string? _host;
    private readonly AttemptPolicy _policy;
    private readonly CallMeasurement? _measurement;
    private readonly List<Attempt<TRequest, TResponse>> _running = [];
    private readonly TaskCompletionSource<Attempt<TRequest, TResponse>> _chosen = new(TaskCreationOptions.RunContinuationsAsynchronously);
    // Never disposed: it has neither timer nor parent, and a late waiter may still look at its token.
    private readonly CancellationTokenSource _stop = new();
    private Status? _stopStatus;
    private bool _settlesOnNext;

    public AttemptedCall(
        GrpcChannel channel, Method<TRequest, TResponse> method, string? host, CallOptions options, AttemptPolicy policy, CallMeasurement? measurement)
    {
        _channel = channel;
        _method = method;
        _host = host;
        _policy = policy;
        _measurement = measurement;
        Options = options;
        Requests = new RequestLog(channel.RetryBuffer);
        channel.AddRunningCall(this);
    }

    public CallOptions Options { get; }

    public CancellationToken CancellationToken => Options.CancellationToken;

    /// <summary>The requests so far.</summary>
    public RequestLog Requests { get; }

    public bool IsResponseAwaited => _method.Type is MethodType.Unary or MethodType.ClientStreaming;

    public Action<TRequest, SerializationContext> RequestSerializer => _method.RequestMarshaller.ContextualSerializer;

    protected override ClientCall? Chosen => _chosen.Task.IsCompletedSuccessfully ? _chosen.Task.Result.Call : null;

    /// <summary>Makes a writer of frames for the requests of the call.</summary>
    public FrameWriter CreateFrameWriter() =>
        new(_channel.FindRequestCompression(Options), level: null, _channel.MaxSendMessageSize, _measurement?.Requests);

    /// <summary>Starts the first attempt; the others follow by themselves.</summary>
    public void Start() => _ = RunAsync();

    /// <summary>Settles on an attempt that is under way, because its requests are too much to keep for another.</summary>
    public void SettleNow()
    {
        Attempt<TRequest, TResponse>? first;
        lock (_lock)
        {
            first = _running.FirstOrDefault();
            _settlesOnNext = first is null;
        }

        if (first is not null)
        {
            Choose(first);
        }
    }

    public override void Stop(Status status)
    {
        Attempt<TRequest, TResponse>[] running;
        lock (_lock)
        {
            _stopStatus ??= status;
            running = [.. _running];
        }

        _stop.Cancel();
        foreach (Attempt<TRequest, TResponse> attempt in running)
        {
            attempt.Call.Cancel(status);
        }

        if (_chosen.Task.IsCompletedSuccessfully)
        {
            _chosen.Task.Result.Call.Dispose();
        }
    }

    public CancellationTokenRegistration CancelOn(CancellationToken token) => token.UnsafeRegister(
        static state => ((AttemptedCall)state!).Stop(ClientCall.CancelledByClient), this);

    public async Task<TResponse> ReadSingleResponseAsync() =>
        await (await _chosen.Task.ConfigureAwait(false)).Call.ReadSingleResponseAsync().ConfigureAwait(false);

    public async ValueTask<TResponse?> ReadResponseAsync() =>
        await (await _chosen.Task.ConfigureAwait(false)).Call.ReadResponseAsync().ConfigureAwait(false);

    /// <summary>The attempt that answers, if it is known and has ended.</summary>
    public ClientCall? EndedCall => Chosen is { EndStatus: not null } ended ? ended : null;

    protected override async Task<ClientCall> WaitForChosenAsync() => (await _chosen.Task.ConfigureAwait(false)).Call;

    private async Task RunAsync()
    {
        try
        {
            Attempt<TRequest, TResponse> chosen = _policy.Backoff is { } backoff
                ? await RetryAsync(backoff).ConfigureAwait(false)
                : await HedgeAsync().ConfigureAwait(false);
            Choose(chosen);
        }
        catch (Exception e)
        {
            // Nothing but a channel that was disposed keeps an attempt from being made.
            Requests.Close();
            var status = new Status(StatusCode.Cancelled, "The channel was disposed.", e);
            _measurement?.End(status);
            _chosen.TrySetException(new RpcException(status));
            _channel.RemoveRunningCall(this);
        }
    }

    private async Task<Attempt<TRequest, TResponse>> RetryAsync(ExponentialBackoff backoff)
    {
        // How often in a row the client chose the wait itself; the server's own choice starts anew.
        int failures = 0;
        for (int made = 1; ; made++)
        {
            Attempt<TRequest, TResponse> attempt = Begin(previousAttempts: made - 1);
            bool isAnswered = await attempt.SendAsync().ConfigureAwait(false);
            if (isAnswered || !MayMakeAgain(attempt, made, out Pushback pushback))
            {
                return attempt;
            }

            Forget(attempt);
            failures = pushback.Delay is null ? failures + 1 : 0;
            await WaitAsync(pushback.Delay ?? backoff.DelayAfter(failures, Random.Shared.NextDouble())).ConfigureAwait(false);
        }
    }

    private async Task<Attempt<TRequest, TResponse>> HedgeAsync()
    {
        var sending = new Dictionary<Task, Attempt<TRequest, TResponse>>();
        int made = 0;
        bool mayMakeMore = true;
        TimeSpan delay = TimeSpan.Zero;
        while (true)
        {
            mayMakeMore = mayMakeMore && made < _policy.MaxAttempts && !_chosen.Task.IsCompleted && (made == 0 || AllowsRetry);
            Task? wait = null;
            if (mayMakeMore)
            {
                wait = made == 0 ? Task.CompletedTask : WaitAsync(delay);
            }

            Task next = await Task.WhenAny(wait is null ? [.. sending.Keys] : [.. sending.Keys, wait]).ConfigureAwait(false);
            if (!sending.Remove(next, out Attempt<TRequest, TResponse>? attempt))
            {
                Attempt<TRequest, TResponse> begun = Begin(previousAttempts: made++);
                sending.Add(begun.SendAsync(), begun);
                delay = _policy.HedgingDelay;
                continue;
            }

            bool isAnswered = ((Task<bool>)next).Result;
            if (isAnswered || !MayMakeAgain(attempt, made: 1, out Pushback pushback))
            {
                return attempt;
            }

            mayMakeMore = mayMakeMore && !pushback.IsRefused && made < _policy.MaxAttempts && AllowsRetry;
            if (sending.Count == 0 && !mayMakeMore)
            {
                return attempt;
            }

            Forget(attempt);
            // A failure makes room for the next attempt at once, unless the server says when.
            delay = pushback.Delay ?? TimeSpan.Zero;
        }
    }

    private bool AllowsRetry => _channel.RetryThrottle?.AllowsRetry ?? true;

    private Attempt<TRequest, TResponse> Begin(int previousAttempts)
    {
        var call = new ClientCall<TRequest, TResponse>(_channel, _method, _host, Options, _measurement, previousAttempts);
        var attempt = new Attempt<TRequest, TResponse>(call, new ReplayContent(Requests));
        Status? stopped;
        bool isLast;
        lock (_lock)
        {
            _running.Add(attempt);
            stopped = _stopStatus;
            isLast = _settlesOnNext;
        }

        if (isLast)
        {
            Choose(attempt);
        }

        if (stopped is { } status)
        {
            call.Cancel(status);
        }

        return attempt;
    }

    private void Forget(Attempt<TRequest, TResponse> attempt)
    {
        lock (_lock)
        {
            _running.Remove(attempt);
        }
    }

    private bool MayMakeAgain(Attempt<TRequest, TResponse> attempt, int made, out Pushback pushback)
    {
        StatusCode code = attempt.Call.EndStatus.GetValueOrDefault().StatusCode;
        pushback = attempt.ReadPushback();
        bool isRetryable = _policy.StatusCodes.Contains(code);
        if (code == StatusCode.OK)
        {
            _channel.RetryThrottle?.Succeeded();
        }
        else if (isRetryable || pushback.IsRefused)
        {
            _channel.RetryThrottle?.Failed();
        }

        bool isHedged = _policy.Backoff is null;
        // A call that is over is not left with the failure of its attempt: the wait ends at once, with why it is over.
        return isRetryable && made < _policy.MaxAttempts && !_chosen.Task.IsCompleted
            && (isHedged ? !IsOver : !pushback.IsRefused && AllowsRetry);
    }

    /// <summary>Whether the client itself wants no answer any more.</summary>
    private bool IsOver => _stop.IsCancellationRequested || Options.CancellationToken.IsCancellationRequested
        || ClientCall.DeadlineOf(Options) <= DateTime.UtcNow;

    /// <summary>
    /// Waits, but no longer than the call may last. Where that ends the wait, the attempt that follows ends with that status before it
    /// is sent: timers and callbacks come in no certain order, and a late attempt might still succeed.
    /// </summary>
    private async Task WaitAsync(TimeSpan delay)
    {
        bool isCut = ClientCall.DeadlineOf(Options) is { } deadline && deadline - DateTime.UtcNow < delay;
        TimeSpan wait = isCut ? ClientCall.DeadlineOf(Options)!.Value - DateTime.UtcNow : delay;
        if (wait > TimeSpan.Zero)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, Options.CancellationToken);
            await Task.Delay(wait, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (Options.CancellationToken.IsCancellationRequested)
        {
            End(ClientCall.CancelledByClient);
        }
        else if (isCut)
        {
            End(ClientCall.DeadlinePassed);
        }
    }

    private void End(Status status)
    {
        lock (_lock)
        {
            _stopStatus ??= status;
        }
    }

    private void Choose(Attempt<TRequest, TResponse> attempt)
    {
        attempt.Content.IsChosen = true;
        if (!_chosen.TrySetResult(attempt))
        {
            // It was settled before, by what the requests take.
            if (!ReferenceEquals(_chosen.Task.Result, attempt))
            {
                attempt.Content.IsChosen = false;
                attempt.Call.Dispose();
            }

            return;
        }

        Requests.SettleOn(attempt.Content);
        Attempt<TRequest, TResponse>[] others;
        Status? stopped;
        lock (_lock)
        {
            others = [.. _running.Where(other => !ReferenceEquals(other, attempt))];
            _running.Clear();
            stopped = _stopStatus;
        }

        foreach (Attempt<TRequest, TResponse> other in others)
        {
            other.Call.Dispose();
        }

        _channel.RemoveRunningCall(this);
        attempt.Call.WhenEnded(status =>
        {
            Requests.Close();
            _measurement?.End(status);
        });
        if (stopped is { } stop)
        {
            attempt.Call.Cancel(stop);
        }
    }
}
