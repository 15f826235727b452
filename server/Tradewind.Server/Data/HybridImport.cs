using Tradewind.Domain.Errors;
using Tradewind.Server.Mapping;
using Tradewind.Sources;
using Tradewind.Sources.Connectors;
using Tradewind.Sources.Hybrid;
using Tradewind.V1;

namespace Tradewind.Server.Data;

/// <summary>Loads from Bloomberg's API and a workbook as requests ask for it.</summary>
internal sealed class HybridImport(IConnectorDirectory connectors, TimeProvider clock)
{
    private const string DefaultConnector = "bloomberg";

    private readonly HybridSource _source = new();

    /// <summary>Asks both sides and puts them together.</summary>
    /// <exception cref="InvalidInputException">The request is wrong.</exception>
    /// <exception cref="HybridException">Neither side delivered.</exception>
    public Task<LoadedData> LoadAsync(HybridLoad load, IProgress<Sources.LoadProgress> progress, CancellationToken cancellation)
    {
        Interval interval = RecentInterval.Read(load.Interval, "hybrid.interval", clock);
        if (load.WorkbookName.Length == 0 != load.Workbook.IsEmpty)
        {
            throw new InvalidInputException("WORKBOOK_INCOMPLETE", "hybrid.workbook_name", "must be set together with workbook, or neither.");
        }

        IConnectorClient api = connectors.Open(ConnectorAddress.Parse(load.Connector.Length == 0 ? DefaultConnector : load.Connector, "hybrid.connector"));
        DateOnly today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        HybridRequest request = new(
            [.. load.Securities], [.. load.Fields], interval.From, interval.To, api, token => ReadWorkbookAsync(load, today, token))
        {
            PreferApi = !load.ExcelFirst, Tolerance = load.HasTolerance ? load.Tolerance : 0.01, Today = today,
        };
        return _source.LoadAsync(request, progress, cancellation);
    }

    private static async Task<LoadedData> ReadWorkbookAsync(HybridLoad load, DateOnly today, CancellationToken cancellation)
    {
        if (load.WorkbookName.Length == 0)
        {
            throw new InvalidInputException("WORKBOOK_MISSING", "hybrid.workbook", "was not sent.");
        }

        using MemoryStream content = new(load.Workbook.ToByteArray(), writable: false);
        return await FileSource.LoadAsync(content, load.WorkbookName, new FileLoadOptions { Today = today }, progress: null, cancellation).ConfigureAwait(false);
    }
}
