using System.Globalization;
using Tradewind.Domain.Engine;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Quality;
using Tradewind.Sources.Csv;
using Tradewind.Sources.Naming;

namespace Tradewind.Sources.Layouts;

/// <summary>
/// Prints of trades: <c>time, price, size</c> in any order of columns, one line a trade. Recognised by a price beside a size, or asked for as
/// the timeframe <c>tick</c>. Trades of one time keep the order of the file, a nanosecond apart.
/// </summary>
internal static class PrintTable
{
    private static readonly string[] PriceNames = ["price", "trade_price", "px"];
    private static readonly string[] SizeNames = ["size", "qty", "quantity", "trade_size"];

    // Beside any of these a price and a size are fields of a bar.
    private static readonly string[] BarNames = ["open", "high", "low", "close"];

    /// <summary>True for a file of prints.</summary>
    public static bool Recognises(string[] headers, FileLoadOptions options) =>
        options.Timeframe is { IsTick: true }
        || (options.Timeframe is null && Has(headers, PriceNames) && Has(headers, SizeNames) && !Has(headers, BarNames));

    /// <summary>Loads a file whole or not at all.</summary>
    /// <exception cref="InvalidInputException">The file is wrong; violations name line and column.</exception>
    public static async Task<LoadedData> LoadAsync(FileText text, FileLoadOptions options, IProgress<LoadProgress>? progress, CancellationToken cancellationToken)
    {
        ViolationLog violations = new();
        (CsvLayout layout, CsvTable table) = await CsvReader.ReadAsync(text.Content, text.Name, options, violations, progress, cancellationToken).ConfigureAwait(false);
        int price = Ordinal(layout, PriceNames);
        if (price < 0)
        {
            throw new InvalidInputException(
                "CSV_MISSING_COLUMN", "column price", $"{text.Name} has no column price: prints of trades need time, price and, where known, size.");
        }

        int size = Ordinal(layout, [.. SizeNames, HeaderNames.Volume]);
        ReadOnlyMemory<double> prices = table.Columns[price].AsMemory(0, table.Count);
        ReadOnlyMemory<double> sizes = size < 0 ? default : table.Columns[size].AsMemory(0, table.Count);
        ReadOnlyMemory<long> times = table.UtcTimes();
        int[] sound = Sound(table, layout, (price, size), violations, options);
        int[] order = InOrder(table, layout, times.Span, sound, violations, options);
        violations.ThrowIfAny("CSV_INVALID", text.Name);
        if (order.Length == 0)
        {
            throw new InvalidInputException("CSV_NO_ROWS", "file", $"{text.Name} has no usable row left after removing bad ones. {table.FirstUnreadable}");
        }

        (Instrument instrument, _) = InstrumentNaming.Decide(text.Name, layout, fred: null, publisher: null, options);
        List<KeyValuePair<string, ReadOnlyMemory<double>>> columns = [KeyValuePair.Create(ExecutionSeries.PriceField, Pick(prices, order))];
        if (size >= 0)
        {
            columns.Add(KeyValuePair.Create(ExecutionSeries.SizeField, Pick(sizes, order)));
        }

        (long[] spaced, int moved) = Space(Pick(times, order).Span);
        InstrumentSeries series = new(instrument, Timeframe.Tick, Availability.Candle, spaced, columns);
        QualityReport report = QualityInspection.Inspect(series, new LoadNotes
        {
            Findings = [.. layout.Findings, .. Findings(table, table.Count - order.Length, moved)],
            Today = options.Today,
            MaxStalenessBusinessDays = options.MaxStalenessBusinessDays,
            MayBeNegative = options.Registry.EntryOf(instrument.Id)?.MayBeNegative,
        });
        return new LoadedData([series], [report], []);
    }

    private static bool Has(string[] headers, string[] names) => headers.Any(header => names.Contains(header, StringComparer.OrdinalIgnoreCase));

    private static int Ordinal(CsvLayout layout, string[] names) =>
        layout.Columns.ToList().FindIndex(column => names.Contains(column.Header, StringComparer.OrdinalIgnoreCase) || names.Contains(column.Field, StringComparer.Ordinal));

    /// <summary>Rows with a price and no negative size; the others are violations or, where that is asked for, left out.</summary>
    private static int[] Sound(CsvTable table, CsvLayout layout, (int Price, int Size) columns, ViolationLog violations, FileLoadOptions options)
    {
        List<int> sound = new(table.Count);
        for (int row = 0; row < table.Count; row++)
        {
            bool lacksPrice = double.IsNaN(table.Columns[columns.Price][row]);
            bool negative = columns.Size >= 0 && table.Columns[columns.Size][row] < 0;
            if (!lacksPrice && !negative)
            {
                sound.Add(row);
            }
            else if (options.OnBadRow == BadRowPolicy.Reject)
            {
                violations.Add(
                    $"line {table.LineOf(row)}, column {layout.Columns[lacksPrice ? columns.Price : columns.Size].Header}",
                    (lacksPrice ? "The price is missing." : "The size is negative.") + " Correct or remove the row, or load with bad_rows set to drop (--drop-bad-rows).");
            }
        }

        return [.. sound];
    }

    private static int[] InOrder(
        CsvTable table, CsvLayout layout, ReadOnlySpan<long> times, int[] rows, ViolationLog violations, FileLoadOptions options)
    {
        bool sorts = options.SortRows || options.OnBadRow == BadRowPolicy.Drop;
        bool ascends = true;
        for (int i = 1; i < rows.Length; i++)
        {
            if (times[rows[i]] >= times[rows[i - 1]])
            {
                continue;
            }

            ascends = false;
            if (!sorts)
            {
                violations.Add(
                    $"line {table.LineOf(rows[i])}, column {layout.DateHeader}",
                    $"{UnixTime.Format(times[rows[i]])} comes after {UnixTime.Format(times[rows[i - 1]])}; times must not go back. Sort the file, or load it with sort_rows set (--sort).");
            }
        }

        if (ascends || !sorts)
        {
            return rows;
        }

        long[] keys = times.ToArray();
        return [.. rows.OrderBy(row => keys[row])];
    }

    private static (long[] Times, int Moved) Space(ReadOnlySpan<long> times)
    {
        (long[] spaced, int moved) = (times.ToArray(), 0);
        for (int row = 1; row < spaced.Length; row++)
        {
            if (spaced[row] <= spaced[row - 1])
            {
                spaced[row] = spaced[row - 1] + 1;
                moved++;
            }
        }

        return (spaced, moved);
    }

    private static IEnumerable<QualityFinding> Findings(CsvTable table, int dropped, int moved)
    {
        if (table.Unreadable + dropped > 0)
        {
            yield return new QualityFinding(
                "DROPPED_PRINTS", QualitySeverity.Warning,
                string.Create(CultureInfo.InvariantCulture, $"{table.Unreadable + dropped} prints could not be read, had no price or a negative size, and were left out. {table.FirstUnreadable}"),
                "Correct the file and load it again.") { Count = table.Unreadable + dropped };
        }

        if (moved > 0)
        {
            yield return new QualityFinding(
                "SPACED_PRINTS", QualitySeverity.Info,
                string.Create(CultureInfo.InvariantCulture, $"{moved} prints have the time of the one before and were put a nanosecond after it, in the order of the file."),
                "Nothing to do.") { Count = moved };
        }
    }

    private static ReadOnlyMemory<T> Pick<T>(ReadOnlyMemory<T> values, int[] rows)
    {
        T[] picked = new T[rows.Length];
        ReadOnlySpan<T> from = values.Span;
        for (int i = 0; i < rows.Length; i++)
        {
            picked[i] = from[rows[i]];
        }

        return picked;
    }
}
