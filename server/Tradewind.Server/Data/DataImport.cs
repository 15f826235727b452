using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Server.Instruments;
using Tradewind.Server.Mapping;
using Tradewind.Server.Requests;
using Tradewind.Sources;
using Tradewind.Sources.Connectors;
using Tradewind.Sources.Simulation;
using Tradewind.V1;
using BadRowPolicy = Tradewind.Sources.BadRowPolicy;
using LoadProgress = Tradewind.V1.LoadProgress;

namespace Tradewind.Server.Data;

/// <summary>Loads what requests ask for: read from a source, check, store.</summary>
internal sealed class DataImport(
    DataLoader loader, InstrumentDirectory directory, IConnectorDirectory connectors, OnChainImport onChain, ConsensusImport consensus, HybridImport hybrid,
    HoldingsShelf holdings, TimeProvider clock)
{
    private readonly FileSource _files = new();
    private readonly SimulatorSource _simulator = new();
    private readonly ConnectorHistorySource _connectors = new();

    /// <summary>Loads what a request names.</summary>
    public async Task<LoadReport> LoadAsync(LoadDataRequest request, IProgress<LoadProgress> progress, CancellationToken cancellation)
    {
        if (request.SourceCase == LoadDataRequest.SourceOneofCase.File)
        {
            using MemoryStream content = new(request.File.Content.ToByteArray(), writable: false);
            return await LoadFileAsync(
                content, Required.Text(request.File.FileName, "file.file_name"), request.File.Options, request.ValidateOnly, "file.options", progress, cancellation)
                .ConfigureAwait(false);
        }

        LoadedData loaded = await FetchAsync(request, new Forward(progress), cancellation).ConfigureAwait(false);
        return await StoreAsync(loaded, request.ValidateOnly, progress, cancellation).ConfigureAwait(false);
    }

    /// <summary>Loads a file.</summary>
    /// <param name="content">Its bytes.</param>
    /// <param name="fileName">Its name.</param>
    /// <param name="options">How to read it; null for inference.</param>
    /// <param name="validateOnly">True stores nothing.</param>
    /// <param name="path">Path of the options in the request, for violations.</param>
    /// <param name="progress">Told how far it is; null for nobody.</param>
    /// <param name="cancellation">Cancels the load, which then leaves nothing.</param>
    public async Task<LoadReport> LoadFileAsync(
        Stream content, string fileName, LoadOptions? options, bool validateOnly, string path, IProgress<LoadProgress>? progress, CancellationToken cancellation)
    {
        FileLoadOptions read = ReadOptions(options ?? new LoadOptions(), path);
        LoadedData data = await _files.LoadAsync(
            new FileLoadRequest(content, fileName, read), progress is null ? null : new Forward(progress), cancellation).ConfigureAwait(false);
        LoadReport report = await StoreAsync(data, validateOnly, progress, cancellation).ConfigureAwait(false);
        if (data.Workbook is { } contents && !validateOnly)
        {
            report.Workbook.HoldingsName = await holdings.KeepAsync(contents, options?.HoldingsName ?? "", fileName, cancellation).ConfigureAwait(false);
        }

        return report;
    }

    private Task<LoadedData> FetchAsync(LoadDataRequest request, IProgress<Sources.LoadProgress> progress, CancellationToken cancellation) => request.SourceCase switch
    {
        LoadDataRequest.SourceOneofCase.Simulation =>
            Task.Run(() => _simulator.LoadAsync(Simulations.Read(request.Simulation, "simulation"), progress, cancellation), cancellation),
        LoadDataRequest.SourceOneofCase.Connector =>
            _connectors.LoadAsync(ConnectorLoads.Read(request.Connector, connectors, clock, "connector"), progress, cancellation),
        LoadDataRequest.SourceOneofCase.OnChain => onChain.LoadAsync(request.OnChain, progress, cancellation),
        LoadDataRequest.SourceOneofCase.Consensus => consensus.LoadAsync(request.Consensus, progress, cancellation),
        LoadDataRequest.SourceOneofCase.Hybrid => hybrid.LoadAsync(request.Hybrid, progress, cancellation),
        _ => throw new InvalidInputException(
            "SOURCE_REQUIRED", "source", "must be set: simulation, file, connector, on_chain, consensus or hybrid."),
    };

    private async Task<LoadReport> StoreAsync(LoadedData data, bool validateOnly, IProgress<LoadProgress>? progress, CancellationToken cancellation)
    {
        progress?.Report(new LoadProgress { Stage = "storing", RowCount = data.Series.Sum(series => (long)series.Count), Fraction = 1 });
        return await loader.StoreAsync(data, validateOnly, cancellation).ConfigureAwait(false);
    }

    private FileLoadOptions ReadOptions(LoadOptions options, string path) => new()
    {
        InstrumentId = Optional(options.InstrumentId),
        AssetClass = InstrumentMessages.Read(options.AssetClass, $"{path}.asset_class"),
        Timeframe = InstrumentMessages.ReadTimeframe(options.Timeframe, $"{path}.timeframe"),
        Availability = InstrumentMessages.Read(options.Availability, $"{path}.availability"),
        OnBadRow = options.BadRows == V1.BadRowPolicy.Drop ? BadRowPolicy.Drop : BadRowPolicy.Reject,
        SortRows = options.SortRows,
        DateColumn = Optional(options.DateColumn),
        DateFormat = Optional(options.DateFormat),
        SheetName = Optional(options.SheetName),
        HandleErrors = !options.HasHandleErrors || options.HandleErrors,
        MaxStalenessBusinessDays = !options.HasMaxStalenessBusinessDays ? 5
            : options.MaxStalenessBusinessDays is >= 0 and <= 10_000 ? options.MaxStalenessBusinessDays
            : throw new InvalidInputException("STALENESS_INVALID", $"{path}.max_staleness_business_days", $"must be from 0 to 10000, got {options.MaxStalenessBusinessDays}."),
        Release = options.ReleaseDate is null ? null : UnixTime.ToDate(ProtoTime.ToNanoseconds(options.ReleaseDate, $"{path}.release_date")),
        Registry = directory.Configured,
        Today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime),
    };

    private static string? Optional(string text) => text.Length == 0 ? null : text;

    private sealed class Forward(IProgress<LoadProgress> target) : IProgress<Sources.LoadProgress>
    {
        public void Report(Sources.LoadProgress value) =>
            target.Report(new LoadProgress { Stage = "reading", RowCount = value.Rows, Fraction = value.Fraction ?? 0 });
    }
}
