using System.Net;

namespace Tradewind.Transport.Client.Retries;

/// <summary>The body of one attempt: sends the requests of the call from the first one on.</summary>
internal sealed class ReplayContent(RequestLog requests) : RequestBody
{
    private readonly CancellationTokenSource _end = new();

    /// <summary>Whether the attempt is the one that answers the call: its end is the end of the requests.</summary>
    public bool IsChosen { get; set; }

    /// <summary>How many requests the attempt has sent. Belongs to the log, under whose lock it changes.</summary>
    public int SentCount { get; set; }

    public override void End()
    {
        _end.Cancel();
        if (IsChosen)
        {
            requests.Close();
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        // The headers go out now: the server may answer before the first message.
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _end.Token);
        try
        {
            for (int index = 0; await requests.ReadAsync(index, either.Token).ConfigureAwait(false) is { } frame; index++)
            {
                await stream.WriteAsync(frame, either.Token).ConfigureAwait(false);
                await stream.FlushAsync(either.Token).ConfigureAwait(false);
                requests.Sent(this, index);
            }

            _end.Token.ThrowIfCancellationRequested();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested && !_end.IsCancellationRequested)
        {
            // HTTP has given the body up: why, and whether it goes out again, is for the response to tell. An attempt that has ended
            // throws on: to return would end the stream in good order, and the server would take what it has for everything.
        }
    }
}
