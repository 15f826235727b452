using Tradewind.Server.Mapping;
using Tradewind.Server.Records;
using Tradewind.Server.Requests;
using Tradewind.Sources.Excel;
using Tradewind.Storage;
using Tradewind.V1;
using Holding = Tradewind.Sources.Excel.Holding;

namespace Tradewind.Server.Data;

/// <summary>Keeps the holdings that came with workbooks, by name.</summary>
internal sealed class HoldingsShelf(IStore store, TimeProvider clock)
{
    private const int LongestName = 100;

    private readonly MessageRecords<HoldingSet> _records = new(store, clock, "holdings", "holdings", set => (set.Name, set.CreateTime));

    /// <summary>Keeps the holdings of a workbook and returns their name; empty where it has none.</summary>
    /// <param name="contents">What the workbook says.</param>
    /// <param name="name">Name the load gave; empty for that of the file.</param>
    /// <param name="fileName">Name of the file.</param>
    /// <param name="cancellation">Cancels the write.</param>
    public async Task<string> KeepAsync(WorkbookContents contents, string name, string fileName, CancellationToken cancellation)
    {
        if (contents.Holdings.IsEmpty)
        {
            return "";
        }

        string ownName = name.Length > 0 ? name : Path.GetFileNameWithoutExtension(fileName);
        HoldingSet set = new() { Name = ownName.Length > LongestName ? ownName[..LongestName] : ownName, CreateTime = ProtoTime.Now(clock), FileName = fileName };
        set.Holdings.AddRange(contents.Holdings.Select(WorkbookMessages.From));
        if (contents.Holdings.Any(holding => holding.Weight is not null))
        {
            set.WeightSum = contents.Holdings.Sum(Weight);
        }

        await _records.SaveAsync(set, cancellation).ConfigureAwait(false);
        return set.Name;
    }

    /// <summary>The holdings of a name.</summary>
    /// <exception cref="Domain.Errors.NotFoundException">There are none.</exception>
    public Task<HoldingSet> GetAsync(string name, CancellationToken cancellation) => _records.GetAsync(Required.Text(name, "name"), cancellation);

    /// <summary>A page, newest first.</summary>
    public Task<(IReadOnlyList<HoldingSet> Items, string NextToken)> ListAsync(PageRequest page, CancellationToken cancellation) => _records.ListAsync(page, cancellation);

    /// <summary>Removes the holdings of a name.</summary>
    /// <exception cref="Domain.Errors.NotFoundException">There are none.</exception>
    public Task DeleteAsync(string name, CancellationToken cancellation) => _records.DeleteAsync(Required.Text(name, "name"), cancellation);

    private static double Weight(Holding holding) => holding.Weight ?? 0;
}
