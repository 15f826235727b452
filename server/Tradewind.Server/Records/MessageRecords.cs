using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Tradewind.Domain.Errors;
using Tradewind.Server.Mapping;
using Tradewind.Server.Requests;
using Tradewind.Storage;

namespace Tradewind.Server.Records;

/// <summary>Records of messages that have an id and a creation time: feeds, signal streams, sessions, models, backtests.</summary>
/// <param name="store">Where they are kept.</param>
/// <param name="clock">Present time.</param>
/// <param name="collection">Collection of the documents, e.g. <c>feeds</c>.</param>
/// <param name="kind">Name of one for people, e.g. <c>feed</c>.</param>
/// <param name="identify">Id and creation time of a message.</param>
internal sealed class MessageRecords<T>(IStore store, TimeProvider clock, string collection, string kind, Func<T, (string Id, Timestamp CreateTime)> identify)
    where T : class, IMessage<T>, new()
{
    private static readonly MessageParser<T> Parser = new(() => new T());

    /// <summary>Inserts or replaces the record.</summary>
    public Task SaveAsync(T message, CancellationToken cancellation)
    {
        (string id, Timestamp createTime) = identify(message);
        return store.Documents.PutAsync(
            new StoredDocument(
                collection, id, Parent: null, ProtoTime.ToNanoseconds(createTime, "create_time"), ProtoTime.NowNanoseconds(clock), message.ToByteArray()),
            cancellation);
    }

    /// <summary>The record of an id.</summary>
    /// <exception cref="NotFoundException">There is none.</exception>
    public async Task<T> GetAsync(string id, CancellationToken cancellation)
    {
        StoredDocument? document = await store.Documents.GetAsync(collection, id, cancellation).ConfigureAwait(false);
        if (document is null)
        {
            DocumentPage known = await store.Documents.ListAsync(new DocumentQuery(collection, Size: 10, WithBodies: false), cancellation).ConfigureAwait(false);
            throw new NotFoundException(kind, id, known.Documents.Select(entry => entry.Id));
        }

        return Parser.ParseFrom(document.Body.Span);
    }

    /// <summary>A page of records, newest first.</summary>
    public async Task<(IReadOnlyList<T> Items, string NextToken)> ListAsync(PageRequest page, CancellationToken cancellation)
    {
        DocumentPage documents = await store.Documents.ListAsync(
            new DocumentQuery(collection, PageToken: page.Position.Length == 0 ? null : page.Position, Size: page.Size), cancellation).ConfigureAwait(false);
        return (
            [.. documents.Documents.Select(document => Parser.ParseFrom(document.Body.Span))],
            documents.NextPageToken is null ? "" : page.TokenAt(documents.NextPageToken));
    }

    /// <summary>Every record, newest first.</summary>
    public async Task<IReadOnlyList<T>> ListAllAsync(CancellationToken cancellation)
    {
        List<T> all = [];
        string? token = null;
        do
        {
            DocumentPage page = await store.Documents.ListAsync(new DocumentQuery(collection, PageToken: token, Size: 500), cancellation).ConfigureAwait(false);
            all.AddRange(page.Documents.Select(document => Parser.ParseFrom(document.Body.Span)));
            token = page.NextPageToken;
        }
        while (token is not null);
        return all;
    }

    /// <summary>Removes the record.</summary>
    /// <exception cref="NotFoundException">There is none.</exception>
    public async Task DeleteAsync(string id, CancellationToken cancellation)
    {
        if (!await store.Documents.DeleteAsync(collection, id, cancellation).ConfigureAwait(false))
        {
            throw new NotFoundException(kind, id);
        }
    }
}
