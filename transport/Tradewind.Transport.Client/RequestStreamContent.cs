using System.Net;

namespace Tradewind.Transport.Client;

/// <summary>The body of a request with a stream of messages: it stays open until it is ended, and lends its stream to a writer.</summary>
internal sealed class RequestStreamContent : RequestBody
{
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource<Stream> _stream = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isTaken;

    /// <summary>Ends when the writer has completed the body, or the call has ended.</summary>
    public Task Ended => _end.Task;

    /// <summary>The stream to write to, once the request has begun.</summary>
    public async ValueTask<Stream> TakeStreamAsync()
    {
        while (true)
        {
            Task<Stream> begun;
            lock (_lock)
            {
                begun = _stream.Task;
                if (begun.IsCompleted)
                {
                    _isTaken = true;
                }
            }

            if (begun.IsCompleted)
            {
                return await begun.ConfigureAwait(false);
            }

            await ((Task)begun).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Ends the body. A writer that still waits for the stream is told that there is none.</summary>
    public override void End()
    {
        lock (_lock)
        {
            _stream.TrySetCanceled();
        }

        _end.TrySetResult();
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        // The headers go out now: the server may answer before the first message.
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        Begin(stream);
        // HTTP gives the body up where the stream was reset. Why, and whether the request goes out again, is for the response to tell.
        await _end.Task.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Begin(Stream stream)
    {
        lock (_lock)
        {
            if (_stream.TrySetResult(stream) || _end.Task.IsCompleted)
            {
                return;
            }

            // A server has refused the request unread, and it goes out again on another connection.
            if (_isTaken)
            {
                throw new IOException("The server has refused the call when messages were on their way already.");
            }

            _stream = new TaskCompletionSource<Stream>(TaskCreationOptions.RunContinuationsAsynchronously);
            _stream.SetResult(stream);
        }
    }
}
