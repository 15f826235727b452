using Tradewind.Domain.Errors;
using Tradewind.Sources.Csv;
using Tradewind.Sources.Excel;
using Tradewind.Sources.Layouts;

namespace Tradewind.Sources;

/// <summary>
/// Loads a file of market data. Its first bytes and its name decide whether it is a workbook, an archive of contracts or CSV text (gzipped
/// or not), its headers which layout the text has; nothing of a file with violations is loaded.
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
            : await LoadTextAsync(peeked, name, options, progress, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<LoadedData> LoadTextAsync(
        PrefixedStream content, string name, FileLoadOptions options, IProgress<LoadProgress>? progress, CancellationToken cancellationToken)
    {
        bool gzip = content.StartsWith([0x1F, 0x8B]);
        try
        {
            FileText text = await FileText.OpenAsync(content, name, cancellationToken).ConfigureAwait(false);
            await using (text.ConfigureAwait(false))
            {
                ForeignContent.Refuse(text);
                string[] headers = text.Headers();
                return await (
                    ExchangeRecording.Recognises(text) ? ExchangeRecording.LoadAsync(text, options, progress, cancellationToken)
                    : ContractArchive.Recognises(text) ? ContractArchive.LoadAsync(text, options, progress, cancellationToken)
                    : CurveTable.Recognises(headers) ? CurveTable.LoadAsync(text, options, progress, cancellationToken)
                    : ReleaseTable.Recognises(headers) ? ReleaseTable.LoadAsync(text, options, progress, cancellationToken)
                    : ExpiryTable.Recognises(headers) ? ExpiryTable.LoadAsync(text, options, progress, cancellationToken)
                    : LongTable.Recognises(headers) ? LongTable.LoadAsync(text, options, progress, cancellationToken)
                    : PrintTable.Recognises(headers, options) ? PrintTable.LoadAsync(text, options, progress, cancellationToken)
                    : CsvSource.LoadAsync(text.Content, name, options, progress, cancellationToken)).ConfigureAwait(false);
            }
        }
        catch (InvalidDataException error) when (gzip)
        {
            throw new InvalidInputException(
                "CSV_GZIP_DAMAGED", $"{name} is a damaged or cut-off gzip file. Copy or compress it again.",
                [new FieldViolation("file", $"The gzip data cannot be read: {error.Message}")], error);
        }
    }
}
