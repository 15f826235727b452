using System.Net;
using Tradewind.Transport.Client.Retries;

namespace Tradewind.Transport.Client;

/// <summary>
/// The body of a request with a stream of messages: it stays open until it is ended. A server that has no room for another stream on a
/// connection refuses the request unread, and HTTP sends it again on another connection; so what was sent is kept until the server
/// answers, as far as the budget of the channel goes.
/// </summary>
internal sealed class RequestStreamContent(RetryBufferBudget budget) : RequestBody
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<byte[]> _kept = [];
    private TaskCompletionSource<Stream> _stream = NewSignal();
    private long _keptBytes;
    private int _repeated;
    private int _transmissions;
    private bool _isKept = true;
    private bool _isHandedOver;
    private bool _isAnswered;
    private bool _isRefused;
    private bool _isUnrepeatable;
    private bool _isAbandoned;

    /// <summary>Ends when the writer has completed the body, or the call has ended.</summary>
    public Task Ended => _end.Task;

    /// <summary>Sends framed messages, on the connection that takes the request. One call at a time.</summary>
    /// <exception cref="OperationCanceledException">The body has ended, or there is no stream to write to.</exception>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> frames, CancellationToken cancellationToken)
    {
        int? index = Keep(frames);
        while (true)
        {
            Stream stream = await TakeStreamAsync().ConfigureAwait(false);
            if (WasRepeated(index))
            {
                return;
            }

            try
            {
                await stream.WriteAsync(frames, cancellationToken).ConfigureAwait(false);
                await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (Exception) when (!cancellationToken.IsCancellationRequested && MayBeRepeated(stream))
            {
                // Whether the server has refused the request, or why the call ends, is about to be known.
            }
        }
    }

    /// <summary>The server has answered: nothing is sent again.</summary>
    public void Answered()
    {
        lock (_lock)
        {
            _isAnswered = true;
            if (!_isHandedOver)
            {
                // Messages on their way again belong to the request that was answered.
                return;
            }

            ForgetKept();
            if (_isRefused)
            {
                _stream.TrySetCanceled();
            }
        }
    }

    /// <summary>No messages follow. What was sent stays kept: the server may refuse it still.</summary>
    public void Complete() => _end.TrySetResult();

    /// <summary>Ends the body. A writer that still waits for the stream is told that there is none.</summary>
    public override void End()
    {
        lock (_lock)
        {
            _isAbandoned |= !_end.Task.IsCompleted;
            _stream.TrySetCanceled();
            ForgetKept();
        }

        _end.TrySetResult();
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        int transmission;
        lock (_lock)
        {
            transmission = ++_transmissions;
            _isHandedOver = false;
        }

        // The headers go out now: the server may answer before the first message.
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        for (int sent = 0; NextKept(transmission, stream, sent) is { } frames; sent++)
        {
            try
            {
                await stream.WriteAsync(frames, cancellationToken).ConfigureAwait(false);
                await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception)
            {
                // Refused once more, or the call ends.
                break;
            }
        }

        // HTTP gives the body up where the stream was reset. Why, and whether the request goes out again, is for the response to tell.
        await _end.Task.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_isAbandoned)
        {
            // To return would end the stream in good order, and the server would take what it has for everything.
            throw new OperationCanceledException("The call has ended before its requests.");
        }
    }

    private static TaskCompletionSource<Stream> NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Keeps messages for another connection; null where there is no need or no room to.</summary>
    private int? Keep(ReadOnlyMemory<byte> frames)
    {
        lock (_lock)
        {
            if (!_isKept || _isAnswered)
            {
                return null;
            }

            if (!budget.TryTake(_keptBytes, frames.Length))
            {
                _isUnrepeatable = _kept.Count > 0;
                ForgetKept();
                return null;
            }

            _keptBytes += frames.Length;
            _kept.Add(frames.ToArray());
            return _kept.Count - 1;
        }
    }

    private async ValueTask<Stream> TakeStreamAsync()
    {
        while (true)
        {
            Task<Stream> begun;
            lock (_lock)
            {
                begun = _stream.Task;
                if (begun.IsCompleted)
                {
                    _isUnrepeatable |= !_isKept;
                }
            }

            if (begun.IsCompleted)
            {
                return await begun.ConfigureAwait(false);
            }

            await ((Task)begun).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Whether the stream that was taken began with the messages that were kept at an index.</summary>
    private bool WasRepeated(int? index)
    {
        lock (_lock)
        {
            return index < _repeated;
        }
    }

    /// <summary>The messages to start a stream with, in order. After the last, null: then the writer goes on with it.</summary>
    private byte[]? NextKept(int transmission, Stream stream, int sent)
    {
        lock (_lock)
        {
            if (transmission != _transmissions)
            {
                // HTTP has given this one up and does not wait for it.
                return null;
            }

            if (_isUnrepeatable)
            {
                throw new IOException("The server has refused the call when its messages were no longer kept.");
            }

            if (sent < _kept.Count)
            {
                return _kept[sent];
            }

            _repeated = sent;
            _isHandedOver = true;
            if (_isAnswered)
            {
                ForgetKept();
            }

            if (!_stream.TrySetResult(stream) && !_end.Task.IsCompleted)
            {
                _stream = NewSignal();
                _stream.SetResult(stream);
            }

            return null;
        }
    }

    /// <summary>Whether the request may go out again after a write to a stream has failed; the next stream is waited for then.</summary>
    private bool MayBeRepeated(Stream failed)
    {
        lock (_lock)
        {
            if (_stream.Task is not { IsCompletedSuccessfully: true } begun || !ReferenceEquals(begun.Result, failed))
            {
                // HTTP has begun with the next one already.
                return true;
            }

            if (_isAnswered || !_isKept || _end.Task.IsCompleted)
            {
                return false;
            }

            _isRefused = true;
            _stream = NewSignal();
            return true;
        }
    }

    private void ForgetKept()
    {
        _isKept = false;
        _kept.Clear();
        budget.Return(_keptBytes);
        _keptBytes = 0;
    }
}
