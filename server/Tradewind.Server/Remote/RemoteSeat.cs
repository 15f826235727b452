using Tradewind.Domain.Errors;
using Tradewind.V1;

namespace Tradewind.Server.Remote;

/// <summary>
/// The place in a session from which a program decides. Clients come and go; a step that waits for an answer waits for whoever comes next, so
/// what the session does depends on the answers alone and not on when they come.
/// </summary>
internal sealed class RemoteSeat : IRemoteDecider, IDisposable
{
    private static readonly RemoteAnswer s_nothing = new();
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _answered = new(0);
    private TaskCompletionSource _changed = New();
    private RemoteStep? _asked;
    private RemoteAnswer _answer = s_nothing;
    private bool _occupied;
    private bool _ended;
    private string _left = "";
    private long _steps;

    /// <summary>True while history is shown that is not traded.</summary>
    public bool ShowsHistory { get; set; }

    /// <summary>Called on the engine's thread around a wait: others may read the session meanwhile.</summary>
    public (Action Release, Action Take) Session { get; set; } = (static () => { }, static () => { });

    /// <summary>Called on the engine's thread with each answer before it is acted on.</summary>
    public Action<RemoteAnswer> Record { get; set; } = static _ => { };

    /// <summary>Called when a step begins to wait with nobody there to answer it, to refuse what has been accepted and waits.</summary>
    public Action<PreconditionException> Halted { get; set; } = static _ => { };

    /// <inheritdoc />
    public bool IsWarmUp(long time) => ShowsHistory;

    /// <inheritdoc />
    public RemoteAnswer Ask(RemoteStep step)
    {
        lock (_gate)
        {
            if (_ended)
            {
                return s_nothing;
            }

            _asked = step;
            Signal();
            HaltIfAlone();
        }

        Session.Release();
        try
        {
            _answered.Wait();
        }
        finally
        {
            Session.Take();
        }

        lock (_gate)
        {
            _asked = null;
            if (_ended)
            {
                return s_nothing;
            }

            _steps++;
        }

        Record(_answer);
        return _answer;
    }

    /// <summary>Takes the seat.</summary>
    /// <exception cref="PreconditionException">Reason <c>SESSION_OCCUPIED</c>: somebody sits there.</exception>
    public void Occupy()
    {
        lock (_gate)
        {
            (_occupied, _left) = _occupied
                ? throw new PreconditionException("SESSION_OCCUPIED", "Another client decides for this session. End its call first, or wait until its step deadline has sent it away.")
                : (true, "");
        }
    }

    /// <summary>Leaves the seat.</summary>
    public void Leave(string reason)
    {
        lock (_gate)
        {
            (_occupied, _left) = (false, reason);
            HaltIfAlone();
        }
    }

    /// <summary>Accepts something for the session. What is accepted before the session stands still is for <see cref="Halted"/> to refuse.</summary>
    /// <returns>What <paramref name="accept"/> gave.</returns>
    /// <exception cref="PreconditionException">Reason <c>SESSION_HALTED</c>: a step waits and nobody is there to answer it.</exception>
    public bool Accept(Func<bool> accept)
    {
        lock (_gate)
        {
            return IsHalted ? throw StandsStill() : accept();
        }
    }

    /// <summary>The next step to answer; null when the session has ended.</summary>
    public async Task<RemoteStep?> NextAsync(CancellationToken cancellation)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_ended || _asked is not null)
                {
                    return _ended ? null : _asked;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Answers the step that waits.</summary>
    public void Answer(RemoteAnswer answer)
    {
        lock (_gate)
        {
            if (_ended || _asked is null)
            {
                return;
            }

            (_answer, _asked) = (answer, null);
        }

        _answered.Release();
    }

    /// <summary>The session ends: a step that waits is decided by nobody, and none is asked any more.</summary>
    public void End()
    {
        lock (_gate)
        {
            if (_ended)
            {
                return;
            }

            _ended = true;
            Signal();
        }

        _answered.Release();
    }

    /// <summary>Where the program stands.</summary>
    public RemoteProgramStatus Status()
    {
        lock (_gate)
        {
            return new RemoteProgramStatus
            {
                State = _occupied ? RemoteProgramState.Attached : _asked is null ? RemoteProgramState.Away : RemoteProgramState.Halted,
                StepCount = _steps,
                WaitingTime = _asked?.Time,
                LeftReason = _left,
            };
        }
    }

    /// <inheritdoc />
    public void Dispose() => _answered.Dispose();

    // To be read under the gate.
    private bool IsHalted => _asked is not null && !_occupied && !_ended;

    // Under the gate, so that nothing is accepted between the halt and the refusal of what waits.
    private void HaltIfAlone()
    {
        if (IsHalted)
        {
            Halted(StandsStill());
        }
    }

    private static PreconditionException StandsStill() => new(
        "SESSION_HALTED", "The session stands still until its program answers. Attach it again (RunRemoteSession), or stop the session.");

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Signal()
    {
        _changed.TrySetResult();
        _changed = New();
    }
}
