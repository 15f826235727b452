using Tradewind.Domain.Errors;
using Tradewind.Sources.Csv;
using Tradewind.Sources.Excel;

namespace Tradewind.Sources;

/// <summary>
/// Loads a file of market data. Its first bytes and its name decide whether it is a workbook or CSV text (gzipped or not); nothing of a
/// file with violations is loaded.
/// </summary>
public sealed class FileSource : IDataSource<FileLoadRequest>
{
    /// <inheritdoc />
    public string Name => "file";

    /// <inheritdoc />
    public Task<LoadedData> LoadAsync(FileLoadRequest request, IProgress<LoadProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return LoadAsync(request.Content, request.FileName, request.Options, progress, cancellationToken);
    }

    /// <summary>Loads a file from a stream.</summary>
    /// <param name="content">Bytes of the file; read to the end, not disposed.</param>
    /// <param name="fileName">Its name, with or without folders.</param>
    /// <param name="options">What the user says about it.</param>
    /// <param name="progress">Told from time to time how far the load is.</param>
    /// <param name="cancellationToken">Stops the load.</param>
    /// <exception cref="InvalidInputException">The file is wrong; reason and violations say where and what to do.</exception>
    public static async Task<LoadedData> LoadAsync(
        Stream content, string fileName, FileLoadOptions options, IProgress<LoadProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(options);
        string name = fileName[(fileName.LastIndexOfAny(['/', '\\']) + 1)..];
        if (string.IsNullOrWhiteSpace(name))
        {
            throw new InvalidInputException("FILE_NAME_MISSING", "file_name", "A file needs a name: instrument and layout are inferred from it.");
        }

        (PrefixedStream peeked, _) = await PrefixedStream.PeekAsync(content, cancellationToken).ConfigureAwait(false);
        bool workbookName = name.EndsWith(".xlsx", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".xlsm", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".xls", StringComparison.OrdinalIgnoreCase);
        return workbookName || WorkbookSource.HasMagic(peeked)
            ? await WorkbookSource.LoadAsync(peeked, name, options, progress, cancellationToken).ConfigureAwait(false)
            : await CsvSource.LoadAsync(peeked, name, options, progress, cancellationToken).ConfigureAwait(false);
    }
}
