namespace Tradewind.Transport.Hosting;

/// <summary>Disposes an object in the way it offers, if any.</summary>
internal static class DisposalOf
{
    public static ValueTask Async(object instance)
    {
        if (instance is IAsyncDisposable asyncDisposable)
        {
            return asyncDisposable.DisposeAsync();
        }

        (instance as IDisposable)?.Dispose();
        return ValueTask.CompletedTask;
    }
}
