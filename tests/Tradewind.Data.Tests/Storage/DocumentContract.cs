using System.Text;
using Tradewind.Domain.Errors;
using Tradewind.Storage;

namespace Tradewind.Data.Tests.Storage;

public abstract class DocumentContract : StoreContract
{
    private IDocumentStore Documents => Store.Documents;

    [Fact]
    public async Task Put_replaces_all_but_the_created_time()
    {
        await Documents.PutAsync(Document("m1", created: 10, body: "one", parent: "btc"));
        await Documents.PutAsync(Document("m1", created: 20, body: "two", parent: null));
        await ReopenAsync();

        StoredDocument read = (await Documents.GetAsync("models", "m1"))!;

        Assert.Equal((10, 20, null, "two"), (read.CreatedTime, read.UpdatedTime, read.Parent, Encoding.UTF8.GetString(read.Body.Span)));
        Assert.Null(await Documents.GetAsync("models", "m2"));
        Assert.Null(await Documents.GetAsync("runs", "m1"));
    }

    [Fact]
    public async Task Insert_leaves_a_taken_id_alone()
    {
        Assert.True(await Documents.TryInsertAsync(Document("m1", 10, "one")));
        Assert.False(await Documents.TryInsertAsync(Document("m1", 20, "two")));

        Assert.Equal("one", Encoding.UTF8.GetString((await Documents.GetAsync("models", "m1"))!.Body.Span));
    }

    [Fact]
    public async Task Lists_newest_first_in_pages_that_new_documents_do_not_shift()
    {
        foreach ((string id, long time) in new[] { ("a", 1L), ("c", 3), ("b", 3), ("d", 4), ("e", 5) })
        {
            await Documents.PutAsync(Document(id, time, "x"));
        }

        DocumentPage first = await Documents.ListAsync(new DocumentQuery("models", Size: 2));
        await Documents.PutAsync(Document("f", 6, "x"));
        DocumentPage second = await Documents.ListAsync(new DocumentQuery("models", Size: 2, PageToken: first.NextPageToken));
        DocumentPage third = await Documents.ListAsync(new DocumentQuery("models", Size: 2, PageToken: second.NextPageToken));

        Assert.Equal(["e", "d"], first.Documents.Select(document => document.Id));
        Assert.Equal(["b", "c"], second.Documents.Select(document => document.Id));
        Assert.Equal(["a"], third.Documents.Select(document => document.Id));
        Assert.Null(third.NextPageToken);
    }

    [Fact]
    public async Task Lists_by_parent_and_without_bodies()
    {
        await Documents.PutAsync(Document("a", 1, "x", "p"));
        await Documents.PutAsync(Document("b", 2, "x", "q"));
        await Documents.PutAsync(Document("c", 3, "x", "p"));

        DocumentPage page = await Documents.ListAsync(new DocumentQuery("models", Parent: "p", WithBodies: false));

        Assert.Equal(["c", "a"], page.Documents.Select(document => document.Id));
        Assert.All(page.Documents, document => Assert.True(document.Body.IsEmpty));
    }

    [Theory]
    [InlineData("not base64!")]
    [InlineData("bm90IGEgdG9rZW4=")]
    public async Task Refuses_a_foreign_page_token(string token) =>
        Assert.Equal(
            "PAGE_TOKEN_INVALID",
            (await Assert.ThrowsAsync<InvalidInputException>(() => Documents.ListAsync(new DocumentQuery("models", PageToken: token)))).Reason);

    [Fact]
    public async Task Deletes_once()
    {
        await Documents.PutAsync(Document("a", 1, "x"));

        Assert.True(await Documents.DeleteAsync("models", "a"));
        Assert.False(await Documents.DeleteAsync("models", "a"));
        Assert.Null(await Documents.GetAsync("models", "a"));
    }

    private static StoredDocument Document(string id, long created, string body, string? parent = null) =>
        new("models", id, parent, created, created, Encoding.UTF8.GetBytes(body));
}
