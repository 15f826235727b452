using Tradewind.Domain.Errors;
using Tradewind.Storage;
using Tradewind.V1;
using SeriesUpkeep = Tradewind.Storage.SeriesUpkeep;
using StoreProgress = Tradewind.Storage.StoreProgress;
using StoreStatus = Tradewind.Storage.StoreStatus;

namespace Tradewind.Server.Mapping;

/// <summary>Care of the store to and from messages.</summary>
internal static class StoreMessages
{
    /// <summary>Figures as a message.</summary>
    public static V1.StoreStatus From(StoreStatus status)
    {
        V1.StoreStatus message = new()
        {
            Engine = status.Engine,
            SchemaVersion = status.SchemaVersion,
            SizeBytes = status.SizeBytes,
            InstrumentCount = status.InstrumentCount,
            SeriesCount = status.SeriesCount,
            RowCount = status.RowCount,
            ChunkCount = status.ChunkCount,
            SmallChunkCount = status.SmallChunkCount,
            RevisionCount = status.RevisionCount,
            SupersededChunkCount = status.SupersededChunkCount,
            SupersededBytes = status.SupersededBytes,
        };
        if (status.FreeBytes is { } free)
        {
            message.FreeBytes = free;
        }

        return message;
    }

    /// <summary>Progress as a message.</summary>
    public static V1.StoreProgress From(StoreProgress progress) => new() { Fraction = progress.Fraction, Step = progress.Step };

    /// <summary>What was done as a message.</summary>
    public static UpkeepReport From(IEnumerable<SeriesUpkeep> done, bool dryRun) => new() { DryRun = dryRun, Series = { done.Select(From) } };

    /// <summary>Reads what retention is to drop.</summary>
    /// <exception cref="InvalidInputException">A time is out of range, the timeframe is not one, or nothing would be dropped.</exception>
    public static RetentionRule Read(ApplyRetentionRequest request) =>
        request.SupersededBeforeTime is null && request.HistoryBeforeTime is null
            ? throw new InvalidInputException(
                "RETENTION_EMPTY", "superseded_before_time", "set it, or history_before_time: without a time there is nothing to drop.")
            : new RetentionRule(
                request.SupersededBeforeTime is { } superseded ? ProtoTime.ToNanoseconds(superseded, "superseded_before_time") : null,
                request.HistoryBeforeTime is { } history ? ProtoTime.ToNanoseconds(history, "history_before_time") : null,
                request.InstrumentId.Length == 0 ? null : request.InstrumentId,
                InstrumentMessages.ReadTimeframe(request.Timeframe, "timeframe"));

    private static V1.SeriesUpkeep From(SeriesUpkeep done) => new()
    {
        InstrumentId = done.InstrumentId,
        Timeframe = done.Timeframe.ToString(),
        DroppedRevisionCount = done.RevisionsDropped,
        DroppedRowCount = done.RowsDropped,
        DroppedChunkCount = done.ChunksDropped,
        WrittenChunkCount = done.ChunksWritten,
        DroppedBytes = done.BytesDropped,
    };
}
