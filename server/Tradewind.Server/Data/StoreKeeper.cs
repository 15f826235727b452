using System.Globalization;
using System.Text.RegularExpressions;
using Google.Protobuf;
using Tradewind.Domain.Errors;
using Tradewind.Server.Hosting;
using Tradewind.Server.Mapping;
using Tradewind.Storage;
using Tradewind.V1;
using StoreProgress = Tradewind.Storage.StoreProgress;

namespace Tradewind.Server.Data;

/// <summary>Care of the store: one piece of work at a time, since two would only wait for each other's transactions.</summary>
internal sealed partial class StoreKeeper(IStore store, ServerOptions options, TimeProvider clock) : IDisposable
{
    /// <summary>Folder of backups in the data folder.</summary>
    public const string BackupFolder = "backups";

    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Backs the store up under a name; empty for one made from the time.</summary>
    /// <exception cref="InvalidInputException">The name is not that of a plain file.</exception>
    /// <exception cref="PreconditionException">It is taken.</exception>
    public Task<BackupReport> BackUpAsync(string fileName, IProgress<StoreProgress> progress, CancellationToken cancellation)
    {
        string name = fileName.Length > 0 ? fileName
            : clock.GetUtcNow().ToString("'tradewind-'yyyyMMdd'T'HHmmss'Z.db'", CultureInfo.InvariantCulture);
        if (!PlainName().IsMatch(name))
        {
            throw new InvalidInputException(
                "FILE_NAME_INVALID", "file_name", "must be 1 to 100 letters, digits, '.', '_' or '-', beginning with a letter or digit; it names a file in the server's folder of backups.");
        }

        string folder = Path.Combine(Path.GetFullPath(options.Data), BackupFolder);
        string path = Path.Combine(folder, name);
        return InTurnAsync(
            async () =>
            {
                Directory.CreateDirectory(folder);
                await store.BackupAsync(path, progress, cancellation).ConfigureAwait(false);
                return new BackupReport { FileName = name, Path = path, SizeBytes = new FileInfo(path).Length };
            },
            cancellation);
    }

    /// <summary>Compacts the store, or says what that would do.</summary>
    public Task<UpkeepReport> CompactAsync(bool dryRun, IProgress<StoreProgress> progress, CancellationToken cancellation) => InTurnAsync(
        async () => StoreMessages.From(await store.Upkeep.CompactAsync(dryRun, progress, cancellation).ConfigureAwait(false), dryRun), cancellation);

    /// <summary>Applies retention, or says what that would drop.</summary>
    public Task<UpkeepReport> ApplyRetentionAsync(RetentionRule rule, bool dryRun, IProgress<StoreProgress> progress, CancellationToken cancellation) =>
        InTurnAsync(
            async () => StoreMessages.From(await store.Upkeep.ApplyRetentionAsync(rule, dryRun, progress, cancellation).ConfigureAwait(false), dryRun), cancellation);

    /// <summary>Checks the store.</summary>
    public Task<CheckReport> CheckAsync(IProgress<StoreProgress> progress, CancellationToken cancellation) => InTurnAsync(
        async () => new CheckReport { Problems = { await store.CheckIntegrityAsync(progress, cancellation).ConfigureAwait(false) } }, cancellation);

    /// <inheritdoc />
    public void Dispose() => _turn.Dispose();

    private async Task<T> InTurnAsync<T>(Func<Task<T>> work, CancellationToken cancellation)
        where T : IMessage
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await work().ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$", RegexOptions.CultureInvariant)]
    private static partial Regex PlainName();
}
