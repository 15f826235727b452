using Tradewind.Storage;

namespace Tradewind.Data.Tests.Storage;

/// <summary>A place for one store, which a test may open again and reach behind its back.</summary>
internal interface ITestStore : IAsyncDisposable
{
    Task<IStore> OpenAsync(TimeProvider clock);

    /// <summary>Runs a statement past the store, as a disk or another program would change it.</summary>
    Task ExecuteAsync(string sql);
}
