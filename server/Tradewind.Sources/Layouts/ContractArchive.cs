using System.Collections.Immutable;
using System.Formats.Tar;
using System.Globalization;
using System.Text.RegularExpressions;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market.Futures;
using Tradewind.Domain.Market.Quality;
using Tradewind.Sources.Csv;

namespace Tradewind.Sources.Layouts;

/// <summary>
/// A tar archive of CSV files, one an instrument. <c>CL/2020K.csv</c> is the contract <c>CLK20 Comdty</c>: the folder names the root, the file
/// year and month; other files are named as if they were loaded alone.
/// </summary>
internal static partial class ContractArchive
{
    private const int MostFiles = 10_000;
    private const int TarMagicAt = 257;

    public static bool Recognises(FileText text)
    {
        ReadOnlySpan<byte> head = text.Content.Head;
        return head.Length > TarMagicAt + 5 && head[TarMagicAt..].StartsWith("ustar"u8);
    }

    public static async Task<LoadedData> LoadAsync(FileText text, FileLoadOptions options, IProgress<LoadProgress>? progress, CancellationToken cancellationToken)
    {
        ImmutableArray<LoadedData>.Builder parts = ImmutableArray.CreateBuilder<LoadedData>();
        ImmutableArray<QualityFinding>.Builder findings = ImmutableArray.CreateBuilder<QualityFinding>();
        Dictionary<string, string> owners = new(StringComparer.Ordinal);
        (long rows, long bytes) = (0, 0);
        TarReader archive = new(text.Content, leaveOpen: true);
        await using (archive.ConfigureAwait(false))
        {
            while (await archive.GetNextEntryAsync(copyData: false, cancellationToken).ConfigureAwait(false) is { } entry)
            {
                if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile) || entry.DataStream is null)
                {
                    continue;
                }

                if (!entry.Name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
                {
                    findings.Add(new QualityFinding("FILE_LEFT_OUT", QualitySeverity.Info, $"{entry.Name} is no CSV file and was left out.", "Nothing to do."));
                    continue;
                }

                if (parts.Count == MostFiles)
                {
                    throw new InvalidInputException("CSV_TOO_LARGE", "file", $"{text.Name} holds more than {MostFiles} files. Split it.");
                }

                LoadedData part = await CsvSource.LoadAsync(entry.DataStream, entry.Name, OptionsOf(entry.Name, options), progress: null, cancellationToken).ConfigureAwait(false);
                string id = part.Series[0].Instrument.Id;
                if (!owners.TryAdd(id, entry.Name))
                {
                    throw new InvalidInputException("ARCHIVE_AMBIGUOUS", "file", $"{owners[id]} and {entry.Name} of {text.Name} both hold {id}. Rename one, or load them alone with instrument_id.");
                }

                parts.Add(part);
                (rows, bytes) = (rows + part.Series[0].Count, bytes + entry.Length);
                progress?.Report(new LoadProgress(rows, bytes, null));
            }
        }

        return parts.Count > 0
            ? new LoadedData([.. parts.SelectMany(part => part.Series)], [.. parts.SelectMany(part => part.Quality)], findings.ToImmutable())
            : throw new InvalidInputException("CSV_EMPTY", "file", $"{text.Name} holds no CSV file. Expected one a contract, such as CL/2020K.csv.");
    }

    private static FileLoadOptions OptionsOf(string path, FileLoadOptions options)
    {
        Match match = ContractFile().Match(path);
        return match.Success && CommodityContracts.FindByVendorRoot(match.Groups[1].Value) is { } contract
            ? options with
            {
                InstrumentId = TickerGrammar.SpecificMonth(
                    contract.Root, DeliveryMonth.Letters.IndexOf(match.Groups[3].Value, StringComparison.Ordinal) + 1,
                    int.Parse(match.Groups[2].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture), twoDigits: true),
            }
            : options with { InstrumentId = null };
    }

    [GeneratedRegex("(?:^|/)([A-Z]{1,5})/([0-9]{4})([FGHJKMNQUVXZ])\\.csv$")]
    private static partial Regex ContractFile();
}
