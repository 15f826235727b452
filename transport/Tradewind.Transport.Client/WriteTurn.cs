namespace Tradewind.Transport.Client;

/// <summary>Holds the writers of a request stream to one write at a time, and to none after its end.</summary>
internal sealed class WriteTurn
{
    private int _isTaken;
    private bool _isLast;

    /// <summary>Takes the turn of a write, or of the end of the stream.</summary>
    /// <exception cref="InvalidOperationException">A write is under way, or the stream is complete.</exception>
    public void Take()
    {
        if (Interlocked.CompareExchange(ref _isTaken, 1, 0) != 0)
        {
            throw new InvalidOperationException("The previous write has not finished: await each WriteAsync before the next.");
        }

        if (_isLast)
        {
            Give();
            throw new InvalidOperationException("The request stream is complete; no message can be written any more.");
        }
    }

    /// <summary>Says, in a turn, that no other follows.</summary>
    public void EndStream() => _isLast = true;

    /// <summary>Gives the turn back.</summary>
    public void Give() => Volatile.Write(ref _isTaken, 0);
}
