using System.Data.Common;
using Dapper;

namespace Tradewind.Storage;

/// <summary>Copies all tables of a store, row by row, into an empty one in another database.</summary>
internal static class StoreCopy
{
    private const int RowsBetweenReports = 500;

    private static readonly string[] Tables =
    [
        "instrument", "series", "series_field", "series_revision", "chunk", "chunk_column", "series_load", "journal_stream", "journal_entry",
        "document", "request",
    ];

    /// <summary>Copies from a snapshot into a transaction.</summary>
    /// <returns>Rows copied.</returns>
    public static long Run(DbConnection source, DbConnection target, IProgress<StoreProgress>? progress, CancellationToken cancellation)
    {
        // A chunk may come before the longer one it refers to.
        target.Execute("PRAGMA defer_foreign_keys = ON");
        long total = Tables.Sum(table => source.ExecuteScalar<long>($"SELECT count(*) FROM {table}"));
        long done = 0;
        foreach (string table in Tables)
        {
            using DbCommand select = source.CreateCommand();
            select.CommandText = $"SELECT * FROM {table}";
            using DbDataReader rows = select.ExecuteReader();
            string[] columns = [.. Enumerable.Range(0, rows.FieldCount).Select(rows.GetName)];
            using DbCommand insert = target.CreateCommand();
            insert.CommandText = $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select(column => "@" + column))})";
            foreach (string column in columns)
            {
                DbParameter parameter = insert.CreateParameter();
                parameter.ParameterName = "@" + column;
                insert.Parameters.Add(parameter);
            }

            object[] values = new object[columns.Length];
            while (rows.Read())
            {
                cancellation.ThrowIfCancellationRequested();
                rows.GetValues(values);
                for (int i = 0; i < values.Length; i++)
                {
                    insert.Parameters[i].Value = values[i];
                }

                insert.ExecuteNonQuery();
                if (++done % RowsBetweenReports == 0)
                {
                    progress?.Report(new StoreProgress((double)done / total, table));
                }
            }
        }

        return done;
    }
}
