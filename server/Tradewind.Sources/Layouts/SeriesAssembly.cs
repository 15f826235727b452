using System.Collections.Immutable;
using System.Globalization;
using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Quality;
using Tradewind.Domain.Market.Registry;

namespace Tradewind.Sources.Layouts;

/// <summary>
/// Makes a series with its report from rows of a table that holds several instruments: sorts them, leaves out rows without a value and
/// repeated times (the first stays), and counts all of it.
/// </summary>
/// <param name="options">What the user says.</param>
internal sealed class SeriesAssembly(FileLoadOptions options)
{
    private readonly ImmutableArray<InstrumentSeries>.Builder _series = ImmutableArray.CreateBuilder<InstrumentSeries>();
    private readonly ImmutableArray<QualityReport>.Builder _quality = ImmutableArray.CreateBuilder<QualityReport>();

    /// <summary>Adds an instrument.</summary>
    /// <param name="instrument">The instrument; the registry fills in what it knows.</param>
    /// <param name="timeframe">Spacing; the usual one nearest to the median distance where null.</param>
    /// <param name="availability">Used where neither user nor registry says one.</param>
    /// <param name="times">Times in any order.</param>
    /// <param name="columns">Fields with as many values.</param>
    /// <param name="findings">What else was noticed.</param>
    public void Add(
        Instrument instrument, Timeframe? timeframe, Availability availability, ReadOnlySpan<long> times, (string Field, double[] Values)[] columns,
        params IEnumerable<QualityFinding> findings)
    {
        (int[] order, List<QualityFinding> noticed) = Order(times, columns);
        long[] sorted = Pick(times, order);
        Instrument described = options.Registry.Describe(instrument) with { Source = "csv" };
        InstrumentEntry? entry = options.Registry.EntryOf(instrument.Id);
        InstrumentSeries series = new(
            described,
            options.Timeframe ?? timeframe ?? TimeframeInference.From(sorted),
            options.Availability ?? entry?.Availability ?? availability,
            sorted,
            columns.Select(column => KeyValuePair.Create(column.Field, (ReadOnlyMemory<double>)Pick<double>(column.Values, order))));
        _series.Add(series);
        _quality.Add(QualityInspection.Inspect(series, new LoadNotes
        {
            Findings = [.. noticed, .. findings], Today = options.Today, MaxStalenessBusinessDays = options.MaxStalenessBusinessDays, MayBeNegative = entry?.MayBeNegative,
        }));
    }

    /// <summary>Everything added.</summary>
    public LoadedData Finish(params IEnumerable<QualityFinding> fileFindings) => new(_series.ToImmutable(), _quality.ToImmutable(), [.. fileFindings]);

    private static (int[] Order, List<QualityFinding> Findings) Order(ReadOnlySpan<long> times, (string Field, double[] Values)[] columns)
    {
        List<QualityFinding> findings = [];
        List<int> present = new(times.Length);
        (int empty, int backwards, long firstEmpty) = (0, 0, 0);
        for (int row = 0; row < times.Length; row++)
        {
            if (Array.TrueForAll(columns, column => double.IsNaN(column.Values[row])))
            {
                firstEmpty = empty++ == 0 ? times[row] : Math.Min(firstEmpty, times[row]);
                continue;
            }

            backwards += present.Count > 0 && times[row] < times[present[^1]] ? 1 : 0;
            present.Add(row);
        }

        if (empty > 0)
        {
            findings.Add(new QualityFinding(
                QualityCode.EmptyRows, QualitySeverity.Info,
                Text($"{empty} rows of the file hold no value of this instrument and were left out, the earliest of {UnixTime.Format(firstEmpty)}."),
                "Nothing to do: other instruments of the file have values there, or none has.") { Count = empty, FirstTime = firstEmpty });
        }

        if (backwards > 0)
        {
            findings.Add(new QualityFinding(
                QualityCode.UnsortedRows, QualitySeverity.Info, Text($"The rows of the file are not in order of time ({backwards} steps back); they were sorted."),
                "Nothing to do.") { Count = backwards });
        }

        long[] keys = times.ToArray();
        int[] order = [.. present.OrderBy(row => keys[row])];
        int[] unique = [.. order.Where((row, i) => i == 0 || keys[row] != keys[order[i - 1]])];
        if (unique.Length < order.Length)
        {
            int repeated = order.Where((row, i) => i > 0 && keys[row] == keys[order[i - 1]]).First();
            findings.Add(new QualityFinding(
                "DROPPED_DUPLICATES", QualitySeverity.Warning,
                Text($"{order.Length - unique.Length} rows repeated the time of another row and were removed, first {UnixTime.Format(keys[repeated])}."),
                "The first of each stays. Correct the file where another was meant.") { Count = order.Length - unique.Length, FirstTime = keys[repeated] });
        }

        return (unique, findings);
    }

    private static T[] Pick<T>(ReadOnlySpan<T> values, int[] rows)
    {
        T[] picked = new T[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            picked[i] = values[rows[i]];
        }

        return picked;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
