using System.Data.Common;
using System.Globalization;
using System.Text;
using Dapper;
using Tradewind.Domain.Errors;

namespace Tradewind.Storage;

/// <summary>Documents in a table, listed by key rather than by offset so that pages do not shift.</summary>
internal sealed class DocumentStore(StoreDatabase database) : IDocumentStore
{
    private const string Insert =
        """
        INSERT INTO document (collection, id, parent, created_time, updated_time, body)
        VALUES (@Collection, @Id, @Parent, @CreatedTime, @UpdatedTime, @body)
        """;

    public Task PutAsync(StoredDocument document, CancellationToken cancellation) => database.WriteAsync(
        connection => Execute(
            connection,
            Insert + " ON CONFLICT (collection, id) DO UPDATE SET parent = @Parent, updated_time = @UpdatedTime, body = @body",
            document),
        cancellation);

    public Task<bool> TryInsertAsync(StoredDocument document, CancellationToken cancellation) =>
        database.WriteAsync(connection => Execute(connection, Insert + " ON CONFLICT (collection, id) DO NOTHING", document), cancellation);

    public Task<StoredDocument?> GetAsync(string collection, string id, CancellationToken cancellation) => database.ReadAsync(
        connection => connection
            .Query<Row>(
                """
                SELECT collection, id, parent, created_time AS CreatedTime, updated_time AS UpdatedTime, body
                FROM document WHERE collection = @collection AND id = @id
                """,
                new { collection, id })
            .SingleOrDefault()?.ToDocument(),
        cancellation);

    public Task<DocumentPage> ListAsync(DocumentQuery query, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(query.Size);
        (long time, string id) = query.PageToken is null ? (long.MaxValue, "") : ReadToken(query.PageToken);
        return database.ReadAsync(connection => List(connection, query, time, id), cancellation);
    }

    public Task<bool> DeleteAsync(string collection, string id, CancellationToken cancellation) => database.WriteAsync(
        connection => connection.Execute("DELETE FROM document WHERE collection = @collection AND id = @id", new { collection, id }) > 0,
        cancellation);

    private static bool Execute(DbConnection connection, string sql, StoredDocument document) => connection.Execute(
        sql,
        new
        {
            document.Collection,
            document.Id,
            document.Parent,
            document.CreatedTime,
            document.UpdatedTime,
            body = document.Body.ToArray(),
        }) > 0;

    private static DocumentPage List(DbConnection connection, DocumentQuery query, long time, string id)
    {
        string body = query.WithBodies ? "body" : "substr(body, 1, 0) AS body";
        string ofParent = query.Parent is null ? "" : "AND parent = @Parent";
        StoredDocument[] rows =
        [
            .. connection.Query<Row>(
                $"""
                 SELECT collection, id, parent, created_time AS CreatedTime, updated_time AS UpdatedTime, {body}
                 FROM document
                 WHERE collection = @Collection {ofParent}
                   AND created_time <= @time AND (created_time < @time OR id > @id)
                 ORDER BY created_time DESC, id LIMIT @more
                 """,
                new { query.Collection, query.Parent, time, id, more = (long)query.Size + 1 })
                .Select(row => row.ToDocument()),
        ];
        return rows.Length <= query.Size
            ? new DocumentPage([.. rows], null)
            : new DocumentPage([.. rows.AsSpan(0, query.Size)], WriteToken(rows[query.Size - 1]));
    }

    private static string WriteToken(StoredDocument last) => Convert.ToBase64String(
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{last.CreatedTime}:{last.Id}")));

    private static (long Time, string Id) ReadToken(string token)
    {
        Span<byte> bytes = new byte[token.Length];
        if (Convert.TryFromBase64String(token, bytes, out int length))
        {
            string[] parts = Encoding.UTF8.GetString(bytes[..length]).Split(':', 2);
            if (parts.Length == 2 && long.TryParse(parts[0], CultureInfo.InvariantCulture, out long time))
            {
                return (time, parts[1]);
            }
        }

        throw new InvalidInputException("PAGE_TOKEN_INVALID", "page_token", "not a token of this list; start again without one.");
    }

    private sealed record Row(string Collection, string Id, string? Parent, long CreatedTime, long UpdatedTime, byte[] Body)
    {
        public StoredDocument ToDocument() => new(Collection, Id, Parent, CreatedTime, UpdatedTime, Body);
    }
}
