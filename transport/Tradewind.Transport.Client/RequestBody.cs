namespace Tradewind.Transport.Client;

/// <summary>The body of a request that stays open for more messages.</summary>
internal abstract class RequestBody : HttpContent
{
    /// <summary>Ends the body: nobody wants its messages any more. May be called more than once.</summary>
    public abstract void End();

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
