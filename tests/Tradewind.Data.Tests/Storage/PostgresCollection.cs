using Tradewind.Testing;

namespace Tradewind.Data.Tests.Storage;

/// <summary>The tests that share one PostgreSQL server.</summary>
[CollectionDefinition(PostgresCluster.Collection)]
public sealed class PostgresCollection : ICollectionFixture<PostgresCluster>;
