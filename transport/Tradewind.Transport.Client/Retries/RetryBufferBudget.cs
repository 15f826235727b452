namespace Tradewind.Transport.Client.Retries;

/// <summary>Memory the calls of a channel may hold to send their requests again.</summary>
internal sealed class RetryBufferBudget(long? channelLimit, long? callLimit)
{
    private long _used;

    public long Used => Interlocked.Read(ref _used);

    /// <summary>Takes memory for a call that holds some already; false, with nothing taken, where a limit would be passed.</summary>
    public bool TryTake(long heldByCall, long bytes)
    {
        if (heldByCall + bytes > (callLimit ?? long.MaxValue))
        {
            return false;
        }

        if (Interlocked.Add(ref _used, bytes) > (channelLimit ?? long.MaxValue))
        {
            Interlocked.Add(ref _used, -bytes);
            return false;
        }

        return true;
    }

    public void Return(long bytes) => Interlocked.Add(ref _used, -bytes);
}
