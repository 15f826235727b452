using Tradewind.Storage;

namespace Tradewind.Data.Tests.Storage;

public sealed class SqliteSeriesTests : SeriesContract
{
    private readonly TemporaryFolder _folder = new();

    protected override async Task<IStore> OpenAsync() => await SqliteStore.OpenAsync(_folder.File("store.db"));

    protected override Task CleanUpAsync() => Task.Run(_folder.Dispose);
}

public sealed class SqliteJournalTests : JournalContract
{
    private readonly TemporaryFolder _folder = new();

    protected override async Task<IStore> OpenAsync() => await SqliteStore.OpenAsync(_folder.File("store.db"));

    protected override Task CleanUpAsync() => Task.Run(_folder.Dispose);
}

public sealed class SqliteDocumentTests : DocumentContract
{
    private readonly TemporaryFolder _folder = new();

    protected override async Task<IStore> OpenAsync() => await SqliteStore.OpenAsync(_folder.File("store.db"));

    protected override Task CleanUpAsync() => Task.Run(_folder.Dispose);
}

public sealed class SqliteIdempotencyTests : IdempotencyContract
{
    private readonly TemporaryFolder _folder = new();

    protected override async Task<IStore> OpenAsync() => await SqliteStore.OpenAsync(_folder.File("store.db"));

    protected override Task CleanUpAsync() => Task.Run(_folder.Dispose);
}
