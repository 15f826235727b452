namespace Tradewind.Transport.Calls;

/// <summary>
/// Decides between the handler and the deadline, which both want to end the response, and lets one write through at a time.
/// </summary>
internal sealed class CallGate
{
    private readonly Lock _lock = new();
    private State _state;
    private TaskCompletionSource? _writeEnded;

    private enum State
    {
        Open,
        Writing,
        Ended,
    }

    /// <exception cref="InvalidOperationException">A write is under way, or the response has ended.</exception>
    public void BeginWrite()
    {
        lock (_lock)
        {
            _state = _state switch
            {
                State.Open => State.Writing,
                State.Writing => throw new InvalidOperationException(
                    "The previous write has not finished: await each WriteAsync before the next."),
                _ => throw new InvalidOperationException("The call has ended; no message can be written any more."),
            };
        }
    }

    public void EndWrite()
    {
        lock (_lock)
        {
            _state = State.Open;
            _writeEnded?.TrySetResult();
            _writeEnded = null;
        }
    }

    /// <summary>As <see cref="TryEnd"/>, but waits for a write under way: a handler may return without awaiting its last one.</summary>
    public async ValueTask<bool> EndAsync()
    {
        while (!TryEnd())
        {
            Task writeEnded;
            lock (_lock)
            {
                if (_state == State.Ended)
                {
                    return false;
                }

                if (_state == State.Open)
                {
                    // The write has ended since.
                    continue;
                }

                _writeEnded ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                writeEnded = _writeEnded.Task;
            }

            await writeEnded.ConfigureAwait(false);
        }

        return true;
    }

    /// <summary>Whether the caller is the one to end the response. A write under way goes first: then this is refused.</summary>
    public bool TryEnd()
    {
        lock (_lock)
        {
            if (_state != State.Open)
            {
                return false;
            }

            _state = State.Ended;
            return true;
        }
    }
}
