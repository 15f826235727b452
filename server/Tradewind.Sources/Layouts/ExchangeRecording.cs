using System.Text;
using System.Text.Json;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Microstructure;
using Tradewind.Domain.Market.Quality;
using Tradewind.Sources.Naming;

namespace Tradewind.Sources.Layouts;

/// <summary>
/// Recordings of Binance's streams, a line each: receive time in UNIX nanoseconds, a blank, the raw message. One book snapshot, its level
/// changes and the trades become bars of <see cref="BookFeatures"/>, one instrument <c>BTC/USDT BOOK</c> (perpetual:
/// <c>BTC/USDT:USDT BOOK</c>). Bars are cut by receive time, the only one every message has and the one at which its content was known.
/// </summary>
internal static class ExchangeRecording
{
    private const int LeastTimeDigits = 10;

    public static bool Recognises(FileText text) => Split(text.FirstLine, out _, out string message) && message.StartsWith('{');

    public static async Task<LoadedData> LoadAsync(FileText text, FileLoadOptions options, IProgress<LoadProgress>? progress, CancellationToken cancellationToken)
    {
        Timeframe timeframe = options.Timeframe ?? Timeframe.FromNanoseconds(UnixTime.Second);
        if (timeframe.IsMonth)
        {
            throw new InvalidInputException("TIMEFRAME_INVALID", "timeframe", "must be a fixed length such as 1s or 1m for a recording, not a month.");
        }

        BookReplay replay = new(timeframe.Nanoseconds);
        using StreamReader reader = new(text.Content, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, bufferSize: 1 << 16, leaveOpen: true);
        (int number, long bytes) = (0, 0);
        while (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            number++;
            bytes += line.Length + 1;
            if (line.Length > 0)
            {
                Take(replay, line, number, text.Name);
            }

            if (number % 10_000 == 0)
            {
                progress?.Report(new LoadProgress(number, bytes, null));
            }
        }

        return Assemble(replay, timeframe, options, text.Name);
    }

    private static void Take(BookReplay replay, string line, int number, string file)
    {
        try
        {
            if (!Split(line, out long time, out string message))
            {
                throw new FormatException("it does not begin with a receive time in nanoseconds and a message");
            }

            using JsonDocument json = JsonDocument.Parse(message);
            replay.Take(time, json.RootElement);
        }
        catch (Exception error) when (error is JsonException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidInputException(
                "RECORDING_DAMAGED", $"Line {number} of {file} cannot be read: {error.Message}.",
                [new FieldViolation($"line {number}", "Correct the line or cut the file off before it.")], error);
        }
    }

    private static LoadedData Assemble(BookReplay replay, Timeframe timeframe, FileLoadOptions options, string file)
    {
        replay.Finish();
        if (replay.Times.Count == 0 || replay.Symbol.Length == 0)
        {
            throw new InvalidInputException(
                "RECORDING_EMPTY", "file", $"{file} holds neither trades nor a book snapshot with its updates. Record the depth stream with a snapshot.");
        }

        string pair = CryptoNames.Pair(replay.Symbol) ?? replay.Symbol;
        string venue = replay.IsPerpetual && pair.IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash ? $"{pair}:{pair[(slash + 1)..]}" : pair;
        AssetClass assetClass = options.AssetClass ?? (replay.IsPerpetual ? AssetClass.CryptoPerpetual : AssetClass.CryptoSpot);
        Instrument instrument = new(options.InstrumentId ?? $"{venue} BOOK", assetClass)
        {
            DisplayName = options.DisplayName ?? $"{venue}: order book and trade flow",
        };
        QualityFinding[] findings = replay.Gaps == 0 ? [] :
        [
            new QualityFinding(
                "BOOK_GAPS", QualitySeverity.Warning, $"{replay.Gaps} times updates of the book were missing; it counts as unknown from there to the next snapshot.",
                "Record again, or use the trade features alone."),
        ];
        SeriesAssembly assembly = new(options);
        assembly.Add(
            instrument, timeframe, Availability.Candle, [.. replay.Times],
            [.. BookFeatures.Fields.Select((field, i) => (field, replay.Rows.Select(row => row[i]).ToArray()))], findings);
        return assembly.Finish();
    }

    private static bool Split(string line, out long time, out string message)
    {
        int blank = line.IndexOf(' ', StringComparison.Ordinal);
        (time, message) = (0, blank < 0 ? "" : line[(blank + 1)..].TrimStart());
        return blank >= LeastTimeDigits && long.TryParse(line.AsSpan(0, blank), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out time);
    }
}
