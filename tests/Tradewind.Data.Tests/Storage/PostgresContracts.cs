using Tradewind.Testing;

namespace Tradewind.Data.Tests.Storage;

[Collection(PostgresCluster.Collection)]
public sealed class PostgresSeriesTests(PostgresDatabaseFixture database) : SeriesContract, IClassFixture<PostgresDatabaseFixture>
{
    private protected override ITestStore Create() => new PostgresTestStore(database);
}

[Collection(PostgresCluster.Collection)]
public sealed class PostgresJournalTests(PostgresDatabaseFixture database) : JournalContract, IClassFixture<PostgresDatabaseFixture>
{
    private protected override ITestStore Create() => new PostgresTestStore(database);
}

[Collection(PostgresCluster.Collection)]
public sealed class PostgresDocumentTests(PostgresDatabaseFixture database) : DocumentContract, IClassFixture<PostgresDatabaseFixture>
{
    private protected override ITestStore Create() => new PostgresTestStore(database);
}

[Collection(PostgresCluster.Collection)]
public sealed class PostgresIdempotencyTests(PostgresDatabaseFixture database) : IdempotencyContract, IClassFixture<PostgresDatabaseFixture>
{
    private protected override ITestStore Create() => new PostgresTestStore(database);
}

[Collection(PostgresCluster.Collection)]
public sealed class PostgresUpkeepTests(PostgresDatabaseFixture database) : UpkeepContract, IClassFixture<PostgresDatabaseFixture>
{
    private protected override ITestStore Create() => new PostgresTestStore(database);
}

[Collection(PostgresCluster.Collection)]
public sealed class PostgresRevisionTests(PostgresDatabaseFixture database) : RevisionContract, IClassFixture<PostgresDatabaseFixture>
{
    private protected override ITestStore Create() => new PostgresTestStore(database);
}
