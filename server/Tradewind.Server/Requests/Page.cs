namespace Tradewind.Server.Requests;

/// <summary>Cuts pages out of lists that are in memory.</summary>
internal static class Page
{
    /// <summary>The items of a page and the token of the next; the token is empty on the last page.</summary>
    public static (IReadOnlyList<T> Items, string NextToken) Cut<T>(IReadOnlyList<T> all, PageRequest page)
    {
        int start = Math.Min(page.Offset, all.Count);
        int end = Math.Min(start + page.Size, all.Count);
        List<T> items = new(end - start);
        for (int i = start; i < end; i++)
        {
            items.Add(all[i]);
        }

        return (items, end < all.Count ? page.TokenAt(end) : "");
    }
}
