using System.Collections.Immutable;
using Tradewind.Domain.Errors;

namespace Tradewind.Storage;

/// <summary>
/// Keeps a store small while it stays in use. Each series is worked on in a transaction of its own: cancelling leaves the rest as it was.
/// </summary>
public interface IStoreUpkeep
{
    /// <summary>What the store holds now.</summary>
    Task<StoreStatus> GetStatusAsync(CancellationToken cancellation = default);

    /// <summary>Drops what a rule names.</summary>
    /// <param name="rule">What to drop.</param>
    /// <param name="dryRun">True only reports what would go.</param>
    /// <param name="progress">Told of each series; null for nobody.</param>
    /// <param name="cancellation">Cancels between series.</param>
    /// <returns>The series that lose something, by instrument and timeframe.</returns>
    /// <exception cref="InvalidInputException">The rule drops nothing by itself: neither time is set.</exception>
    /// <exception cref="NotFoundException">The rule names an instrument that is unknown.</exception>
    Task<ImmutableArray<SeriesUpkeep>> ApplyRetentionAsync(
        RetentionRule rule, bool dryRun, IProgress<StoreProgress>? progress = null, CancellationToken cancellation = default);

    /// <summary>
    /// Merges small neighbouring chunks into full ones and gives free space back to the disk. No content changes, in no revision.
    /// </summary>
    /// <param name="dryRun">True only reports what would be merged.</param>
    /// <param name="progress">Told of each series; null for nobody.</param>
    /// <param name="cancellation">Cancels between series.</param>
    /// <returns>The series that were compacted, by instrument and timeframe.</returns>
    Task<ImmutableArray<SeriesUpkeep>> CompactAsync(
        bool dryRun, IProgress<StoreProgress>? progress = null, CancellationToken cancellation = default);
}
