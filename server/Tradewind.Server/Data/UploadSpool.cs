using System.Globalization;
using System.Security.Cryptography;
using Tradewind.Domain.Errors;
using Tradewind.Server.Hosting;

namespace Tradewind.Server.Data;

/// <summary>
/// Holds an upload on disk until it is complete, so that memory does not grow with the file and a broken upload leaves nothing.
/// The file vanishes when the spool is disposed; what a killed process left behind goes at the next start.
/// </summary>
internal sealed class UploadSpool : IAsyncDisposable
{
    private readonly FileStream _file;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly long _limit;

    private UploadSpool(FileStream file, long limit) => (_file, _limit) = (file, limit);

    /// <summary>Opens an empty spool in the data folder.</summary>
    public static UploadSpool Create(ServerOptions options)
    {
        string folder = Folder(options);
        Directory.CreateDirectory(folder);
        FileStream file = new(
            Path.Combine(folder, Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 64 * 1024,
            FileOptions.Asynchronous | FileOptions.DeleteOnClose);
        return new UploadSpool(file, options.MaxUploadBytes);
    }

    /// <summary>Removes what a process that was killed left behind. Call it while no other process has the store open.</summary>
    public static void RemoveLeftovers(ServerOptions options)
    {
        if (Directory.Exists(Folder(options)))
        {
            Directory.Delete(Folder(options), recursive: true);
        }
    }

    /// <summary>Adds bytes.</summary>
    /// <exception cref="InvalidInputException">The file grows beyond the limit.</exception>
    public async Task WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        if (_file.Length + content.Length > _limit)
        {
            throw new InvalidInputException(
                "UPLOAD_TOO_LARGE", "content",
                string.Create(CultureInfo.InvariantCulture, $"is larger than {_limit} bytes, the limit max_upload_bytes of this server. Split the file or raise the limit."));
        }

        _hash.AppendData(content.Span);
        await _file.WriteAsync(content, cancellation).ConfigureAwait(false);
    }

    /// <summary>SHA-256 of the bytes so far, lower-case hexadecimal.</summary>
    public string ContentHash() => Convert.ToHexStringLower(_hash.GetCurrentHash());

    /// <summary>The content from its start.</summary>
    public Stream Rewind()
    {
        _file.Position = 0;
        return _file;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _hash.Dispose();
        await _file.DisposeAsync().ConfigureAwait(false);
    }

    private static string Folder(ServerOptions options) => Path.Combine(options.Data, "uploads");
}
