namespace Tradewind.Transport.Client.Retries;

/// <summary>
/// The requests of a call, kept until it is settled which attempt answers it: each attempt reads them from the start. After that, what
/// the attempt has sent is forgotten.
/// </summary>
internal sealed class RequestLog(RetryBufferBudget budget)
{
    private readonly Lock _lock = new();
    private readonly List<ReadOnlyMemory<byte>> _frames = [];
    private TaskCompletionSource _changed = NewSignal();
    private ReplayContent? _onlyReader;
    private long _held;
    private int _forgotten;
    private int _sent;
    private bool _isComplete;
    private bool _isClosed;
    private bool _isReleased;

    /// <summary>Adds a request. False when it is too much to keep: the call has to settle on an attempt now.</summary>
    public bool Append(ReadOnlyMemory<byte> frame, out int index)
    {
        lock (_lock)
        {
            index = _forgotten + _frames.Count;
            _frames.Add(frame);
            bool isKept = _onlyReader is not null || (!_isReleased && budget.TryTake(_held, frame.Length));
            if (isKept && _onlyReader is null)
            {
                _held += frame.Length;
            }

            Signal();
            return isKept;
        }
    }

    /// <summary>No request follows.</summary>
    public void Complete()
    {
        lock (_lock)
        {
            _isComplete = true;
            Signal();
        }
    }

    /// <summary>From now on one attempt alone reads.</summary>
    public void SettleOn(ReplayContent reader)
    {
        lock (_lock)
        {
            _onlyReader = reader;
            ForgetSent();
            ReleaseBudget();
        }
    }

    /// <summary>Nobody reads any more; writers are told.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            ReleaseBudget();
            _frames.Clear();
            Signal();
        }
    }

    /// <summary>The request at an index, once it is there; null at the end.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(int index, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_isClosed)
                {
                    return null;
                }

                if (index < _forgotten)
                {
                    // Too much was written to keep it, and now the server has refused the request unread.
                    throw new IOException("The server has refused the call when its messages were no longer kept.");
                }

                if (index < _forgotten + _frames.Count)
                {
                    return _frames[index - _forgotten];
                }

                if (_isComplete)
                {
                    return null;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>An attempt has sent the request at an index.</summary>
    public void Sent(ReplayContent reader, int index)
    {
        lock (_lock)
        {
            reader.SentCount = index + 1;
            _sent = Math.Max(_sent, reader.SentCount);
            ForgetSent();
            Signal();
        }
    }

    /// <summary>Waits until an attempt has sent the request at an index; false when none will.</summary>
    public async ValueTask<bool> WaitSentAsync(int index)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_sent > index || _isClosed)
                {
                    return _sent > index;
                }

                changed = _changed.Task;
            }

            await changed.ConfigureAwait(false);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void ForgetSent()
    {
        if (_onlyReader is not null && !_isClosed)
        {
            _frames.RemoveRange(0, _onlyReader.SentCount - _forgotten);
            _forgotten = _onlyReader.SentCount;
        }
    }

    private void ReleaseBudget()
    {
        _isReleased = true;
        budget.Return(_held);
        _held = 0;
    }

    private void Signal()
    {
        TaskCompletionSource before = _changed;
        _changed = NewSignal();
        before.TrySetResult();
    }
}
