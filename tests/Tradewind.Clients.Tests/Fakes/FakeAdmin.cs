using Grpc.Core;
using Tradewind.V1;

namespace Tradewind.Clients.Tests.Fakes;

/// <summary>A store with one thing to drop and, where a test says so, damage.</summary>
internal sealed class FakeAdmin : AdminService.AdminServiceBase
{
    public List<ApplyRetentionRequest> Retentions { get; } = [];

    public List<string> Problems { get; } = [];

    public override Task<GetStoreStatusResponse> GetStoreStatus(GetStoreStatusRequest request, ServerCallContext context) =>
        Task.FromResult(new GetStoreStatusResponse { Status = new StoreStatus { Engine = "SQLite 3", SizeBytes = 3 << 20, RowCount = 12_345 } });

    public override async Task BackupStore(BackupStoreRequest request, IServerStreamWriter<BackupStoreResponse> responseStream, ServerCallContext context)
    {
        await responseStream.WriteAsync(new BackupStoreResponse { Sequence = 1, Progress = new StoreProgress { Fraction = 0.5, Step = "copying" } });
        await responseStream.WriteAsync(
            new BackupStoreResponse { Sequence = 2, Report = new BackupReport { FileName = request.FileName, Path = $"/backups/{request.FileName}", SizeBytes = 2048 } });
    }

    public override Task ApplyRetention(ApplyRetentionRequest request, IServerStreamWriter<ApplyRetentionResponse> responseStream, ServerCallContext context)
    {
        Retentions.Add(request);
        SeriesUpkeep dropped = new() { InstrumentId = "BTC/USD", Timeframe = "1d", DroppedRevisionCount = 7 };
        return responseStream.WriteAsync(
            new ApplyRetentionResponse { Sequence = 1, Report = new UpkeepReport { DryRun = request.DryRun, Series = { dropped } } });
    }

    public override Task CheckStore(CheckStoreRequest request, IServerStreamWriter<CheckStoreResponse> responseStream, ServerCallContext context) =>
        responseStream.WriteAsync(new CheckStoreResponse { Sequence = 1, Report = new CheckReport { Problems = { Problems } } });
}
