using System.Net;

namespace Tradewind.Transport.Client;

/// <summary>The body of a request with a stream of messages: it stays open until it is ended, and lends its stream to a writer.</summary>
internal sealed class RequestStreamContent : RequestBody
{
    private readonly TaskCompletionSource<Stream> _stream = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The stream to write to, once the request has begun.</summary>
    public Task<Stream> Stream => _stream.Task;

    /// <summary>Ends when the writer has completed the body, or the call has ended.</summary>
    public Task Ended => _end.Task;

    /// <summary>Ends the body. A writer that still waits for the stream is told that there is none.</summary>
    public override void End()
    {
        _stream.TrySetCanceled();
        _end.TrySetResult();
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        // The headers go out now: the server may answer before the first message.
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        _stream.TrySetResult(stream);
        await _end.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }
}
