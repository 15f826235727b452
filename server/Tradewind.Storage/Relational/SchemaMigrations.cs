using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Dapper;

namespace Tradewind.Storage;

/// <summary>Brings a database to the schema of this program: numbered steps, forward only, each in a transaction.</summary>
internal static class SchemaMigrations
{
    /// <summary>The table that says which steps were taken, in the words of every database.</summary>
    public const string Table =
        "CREATE TABLE schema_migration (number BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL)";

    /// <summary>Takes the steps that are missing.</summary>
    /// <param name="connection">Connection that nobody else writes through, to a database with <see cref="Table"/>.</param>
    /// <param name="kind">Which steps: <c>sqlite</c> or <c>postgres</c>.</param>
    /// <param name="store">What people call the store.</param>
    /// <param name="cancellation">Cancels between steps.</param>
    public static void Apply(DbConnection connection, string kind, string store, CancellationToken cancellation)
    {
        ImmutableArray<Migration> known = Load(kind);
        Dictionary<long, string> applied = connection
            .Query<(long Number, string Checksum)>("SELECT number, checksum FROM schema_migration")
            .ToDictionary(row => row.Number, row => row.Checksum);
        long newest = applied.Keys.DefaultIfEmpty(0).Max();
        if (newest > known[^1].Number)
        {
            throw new StoreOpenException(
                "STORE_NEWER_SCHEMA",
                $"'{store}' has schema {newest}, this program knows up to {known[^1].Number}. Use the newer program, or restore a backup made before.");
        }

        foreach (Migration migration in known)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!applied.TryGetValue(migration.Number, out string? checksum))
            {
                Apply(connection, migration);
            }
            else if (checksum != migration.Checksum)
            {
                throw new StoreOpenException(
                    "STORE_MIGRATION_CHANGED",
                    $"'{store}' was made with another text of migration {migration.Number} ({migration.Name}). Use the program that made it.");
            }
        }
    }

    private static void Apply(DbConnection connection, Migration migration)
    {
        using DbTransaction transaction = connection.BeginTransaction();
        connection.Execute(migration.Sql);
        connection.Execute("INSERT INTO schema_migration (number, name, checksum) VALUES (@Number, @Name, @Checksum)", migration);
        transaction.Commit();
    }

    private static ImmutableArray<Migration> Load(string kind)
    {
        Assembly assembly = typeof(SchemaMigrations).Assembly;
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith(kind + "/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name => Read(assembly, name)),
        ];
    }

    private static Migration Read(Assembly assembly, string resource)
    {
        using StreamReader reader = new(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
        string sql = reader.ReadToEnd().ReplaceLineEndings("\n");
        string[] parts = Path.GetFileNameWithoutExtension(resource).Split('_', 2);
        string checksum = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql)));
        return new Migration(long.Parse(parts[0], CultureInfo.InvariantCulture), parts[1], sql, checksum);
    }

    private sealed record Migration(long Number, string Name, string Sql, string Checksum);
}
