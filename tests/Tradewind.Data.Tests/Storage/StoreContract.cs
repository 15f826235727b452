using Tradewind.Storage;

namespace Tradewind.Data.Tests.Storage;

/// <summary>What every implementation of the store must do; one derived class for each implementation.</summary>
public abstract class StoreContract : IAsyncLifetime
{
    private IStore? _store;

    protected IStore Store => _store!;

    public async Task InitializeAsync() => _store = await OpenAsync();

    public async Task DisposeAsync()
    {
        await Store.DisposeAsync();
        await CleanUpAsync();
    }

    protected abstract Task<IStore> OpenAsync();

    protected abstract Task CleanUpAsync();

    /// <summary>Closes the store and opens it again.</summary>
    protected async Task ReopenAsync()
    {
        await Store.DisposeAsync();
        _store = await OpenAsync();
    }
}
