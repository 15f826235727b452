using Google.Protobuf;
using Grpc.Core;
using Tradewind.V1;

namespace Tradewind.Client;

/// <summary>Loading data: files in chunks, simulated data with progress.</summary>
public static class FileUpload
{
    private const int ChunkSize = 256 * 1024;

    /// <summary>Loads a CSV file (gzip too) or a Bloomberg Excel export. All or nothing; a dropped connection repeats the upload
    /// under the same request id.</summary>
    /// <param name="client">The client.</param>
    /// <param name="path">File to send.</param>
    /// <param name="options">How to read it. Null: everything is inferred.</param>
    /// <param name="validateOnly">True: check and report, store nothing.</param>
    /// <param name="progress">Told after every chunk.</param>
    /// <param name="cancellationToken">Cancels the upload; nothing is stored then.</param>
    /// <returns>What was loaded.</returns>
    /// <exception cref="RpcException">The server refused the file; see <see cref="TradewindError.Violations"/> for the lines.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Task<LoadReport> UploadFileAsync(
        this TradewindClient client,
        string path,
        LoadOptions? options = null,
        bool validateOnly = false,
        IProgress<UploadProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentException.ThrowIfNullOrEmpty(path);
        UploadHeader header = new()
        {
            RequestId = RequestId.New(),
            FileName = Path.GetFileName(path),
            Options = options,
            ValidateOnly = validateOnly,
        };
        return Reconnection.RunAsync(
            client.Options, () => SendAsync(client, path, header, progress, cancellationToken), cancellationToken);
    }

    /// <summary>Makes simulated data, labelled SIMULATED wherever it is shown.</summary>
    /// <param name="client">The client.</param>
    /// <param name="request">What to load; its request id is filled in when empty.</param>
    /// <param name="progress">Told as the load proceeds.</param>
    /// <param name="cancellationToken">Cancels the load; nothing is stored then.</param>
    /// <returns>What was loaded.</returns>
    /// <exception cref="RpcException">The load failed.</exception>
    public static Task<LoadReport> LoadDataAsync(
        this TradewindClient client,
        LoadDataRequest request,
        IProgress<LoadProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        LoadDataRequest identified = RequestId.Ensure(request);
        return Reconnection.RunAsync(
            client.Options, () => LoadOnceAsync(client, identified, progress, cancellationToken), cancellationToken);
    }

    private static async Task<LoadReport> SendAsync(
        TradewindClient client, string path, UploadHeader header, IProgress<UploadProgress>? progress, CancellationToken cancellationToken)
    {
        await using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.Asynchronous);
        using AsyncClientStreamingCall<UploadDataRequest, UploadDataResponse> call =
            client.Data.UploadData(new CallOptions(cancellationToken: cancellationToken));
        try
        {
            await call.RequestStream.WriteAsync(new UploadDataRequest { Header = header }, cancellationToken).ConfigureAwait(false);
            byte[] buffer = new byte[ChunkSize];
            long sent = 0;
            for (int read; (read = await file.ReadAtLeastAsync(buffer, ChunkSize, false, cancellationToken).ConfigureAwait(false)) > 0;)
            {
                UploadDataRequest chunk = new() { Content = ByteString.CopyFrom(buffer, 0, read) };
                await call.RequestStream.WriteAsync(chunk, cancellationToken).ConfigureAwait(false);
                sent += read;
                progress?.Report(new UploadProgress(sent, file.Length));
            }

            await call.RequestStream.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception error) when (error is RpcException || (error is InvalidOperationException && call.ResponseAsync.IsCompleted))
        {
            // The server may refuse a file before it has read all of it: writing fails then, and the response says why.
        }

        return (await call.ResponseAsync.ConfigureAwait(false)).Report;
    }

    private static async Task<LoadReport> LoadOnceAsync(
        TradewindClient client, LoadDataRequest request, IProgress<LoadProgress>? progress, CancellationToken cancellationToken)
    {
        using AsyncServerStreamingCall<LoadDataResponse> call =
            client.Data.LoadData(request, new CallOptions(cancellationToken: cancellationToken));
        LoadReport? report = null;
        await foreach (LoadDataResponse message in call.ResponseStream.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            report = message.Report ?? report;
            if (message.Progress is { } step)
            {
                progress?.Report(step);
            }
        }

        return report ?? throw new RpcException(new Status(StatusCode.Internal, "The server ended the load without a report."));
    }
}
