namespace Tradewind.Data.Tests.Storage;

public sealed class SqliteSeriesTests : SeriesContract
{
    private protected override ITestStore Create() => new SqliteTestStore();
}

public sealed class SqliteJournalTests : JournalContract
{
    private protected override ITestStore Create() => new SqliteTestStore();
}

public sealed class SqliteDocumentTests : DocumentContract
{
    private protected override ITestStore Create() => new SqliteTestStore();
}

public sealed class SqliteIdempotencyTests : IdempotencyContract
{
    private protected override ITestStore Create() => new SqliteTestStore();
}

public sealed class SqliteUpkeepTests : UpkeepContract
{
    private protected override ITestStore Create() => new SqliteTestStore();
}

public sealed class SqliteRevisionTests : RevisionContract
{
    private protected override ITestStore Create() => new SqliteTestStore();
}
