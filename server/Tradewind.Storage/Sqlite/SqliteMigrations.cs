using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Tradewind.Storage;

/// <summary>Brings a database to the schema of this program: numbered steps, forward only, each in a transaction.</summary>
internal static class SqliteMigrations
{
    /// <summary>Marks the file as ours in its header ("TWND").</summary>
    public const int ApplicationId = 0x54574E44;

    public static void Apply(SqliteConnection connection, string path, CancellationToken cancellation)
    {
        Claim(connection, path);
        ImmutableArray<Migration> known = Load();
        Dictionary<long, string> applied = connection
            .Query<(long Number, string Checksum)>("SELECT number, checksum FROM schema_migration")
            .ToDictionary(row => row.Number, row => row.Checksum);
        long newest = applied.Keys.DefaultIfEmpty(0).Max();
        if (newest > known[^1].Number)
        {
            throw new StoreOpenException(
                "STORE_NEWER_SCHEMA",
                $"'{path}' has schema {newest}, this program knows up to {known[^1].Number}. Use the newer program, or restore a backup made before.");
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
                    $"'{path}' was made with another text of migration {migration.Number} ({migration.Name}). Use the program that made it.");
            }
        }
    }

    private static void Claim(SqliteConnection connection, string path)
    {
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);
        long applicationId = connection.ExecuteScalar<long>("PRAGMA application_id");
        if (applicationId == ApplicationId)
        {
            return;
        }

        if (applicationId != 0 || connection.ExecuteScalar<long>("SELECT count(*) FROM sqlite_master") > 0)
        {
            throw new StoreOpenException("STORE_FOREIGN_FILE", $"'{path}' is a database of another program; name another file.");
        }

        connection.Execute(
            string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId};") +
            "CREATE TABLE schema_migration (number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL)");
        transaction.Commit();
    }

    private static void Apply(SqliteConnection connection, Migration migration)
    {
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);
        connection.Execute(migration.Sql);
        connection.Execute("INSERT INTO schema_migration (number, name, checksum) VALUES (@Number, @Name, @Checksum)", migration);
        transaction.Commit();
    }

    private static ImmutableArray<Migration> Load()
    {
        Assembly assembly = typeof(SqliteMigrations).Assembly;
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
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
