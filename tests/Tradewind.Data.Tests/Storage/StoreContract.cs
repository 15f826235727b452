using Tradewind.Storage;

namespace Tradewind.Data.Tests.Storage;

/// <summary>What every implementation of the store must do; one derived class for each implementation.</summary>
public abstract class StoreContract : IAsyncLifetime
{
    private ITestStore? _place;
    private IStore? _store;

    protected IStore Store => _store!;

    /// <summary>Clock of the store; stands still until a test moves it.</summary>
    private protected ManualClock Clock { get; } = new();

    public async Task InitializeAsync()
    {
        _place = Create();
        _store = await _place.OpenAsync(Clock);
    }

    public async Task DisposeAsync()
    {
        await Store.DisposeAsync();
        await _place!.DisposeAsync();
    }

    private protected abstract ITestStore Create();

    /// <summary>Closes the store and opens it again, after a change past it where one is given.</summary>
    protected async Task ReopenAsync(string? sql = null)
    {
        await Store.DisposeAsync();
        if (sql is not null)
        {
            await _place!.ExecuteAsync(sql);
        }

        _store = await _place!.OpenAsync(Clock);
    }
}
