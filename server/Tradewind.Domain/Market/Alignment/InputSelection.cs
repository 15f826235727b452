using System.Collections.Immutable;
using Tradewind.Domain.Errors;

namespace Tradewind.Domain.Market.Alignment;

/// <summary>An input cut to its interval, its taken fields and its rows that hold something.</summary>
/// <param name="Series">What remains.</param>
/// <param name="EmptyRowsDropped">Rows in the interval whose taken fields were all empty.</param>
/// <param name="Outliers">Stamps of outlying values by field; fields without any are absent.</param>
internal sealed record InputSelection(InstrumentSeries Series, int EmptyRowsDropped, ImmutableDictionary<string, ImmutableArray<long>> Outliers)
{
    /// <summary>Cuts every input, or reports everything wrong with them at once.</summary>
    public static ImmutableArray<InputSelection> Of(IReadOnlyList<AlignedInput> inputs, AlignmentSpec spec)
    {
        List<FieldViolation> violations = [];
        Dictionary<string, string> owners = new(StringComparer.Ordinal);
        for (int i = 0; i < inputs.Count; i++)
        {
            InstrumentSeries series = inputs[i].Series;
            foreach (string field in FieldsOf(inputs[i]))
            {
                string column = ColumnName.Of(series.Instrument.Id, field);
                if (!series.HasField(field))
                {
                    violations.Add(new FieldViolation(
                        $"inputs[{i}].fields", $"{series.Instrument.Id} has no field '{field}'; it has {string.Join(", ", series.Fields)}."));
                }
                else if (!owners.TryAdd(column, series.Instrument.Id))
                {
                    violations.Add(new FieldViolation(
                        $"inputs[{i}]", $"column '{column}' of {series.Instrument.Id} is already a column of {owners[column]}; leave one out."));
                }
            }
        }

        if (violations.Count > 0)
        {
            throw new InvalidInputException(
                "ALIGNMENT_INPUT_INVALID", string.Join(" ", violations.Select(violation => $"{violation.Field}: {violation.Description}")), violations);
        }

        return owners.Count > 0
            ? [.. inputs.Select(input => Cut(input, spec))]
            : throw new InvalidInputException("ALIGNMENT_INPUT_INVALID", "inputs", "no input has a field; at least one column is needed.");
    }

    private static IReadOnlyList<string> FieldsOf(AlignedInput input) => input.Fields ?? input.Series.Fields;

    private static InputSelection Cut(AlignedInput input, AlignmentSpec spec)
    {
        InstrumentSeries series = Released(input).Between(spec.Start ?? long.MinValue, spec.End ?? long.MaxValue);
        (ReadOnlyMemory<double>[] columns, ImmutableDictionary<string, ImmutableArray<long>> outliers) = Screen(series, FieldsOf(input), spec.Outliers);
        int[] kept = RowsWithValues(series.Count, columns);
        InstrumentSeries selected = new(
            series.Instrument,
            series.Timeframe,
            series.Availability,
            Pick(series.Times, kept),
            FieldsOf(input).Select((field, i) => KeyValuePair.Create(field, Pick(columns[i], kept))),
            series.KnownTimes.IsEmpty ? default : Pick(series.KnownTimes, kept));
        return new InputSelection(selected, series.Count - kept.Length, outliers);
    }

    private static InstrumentSeries Released(AlignedInput input)
    {
        InstrumentSeries series = input.Series;
        if (input.Releases.Count == 0)
        {
            return series;
        }

        // Of two entries for one date the later release counts: nothing may be seen too early.
        Dictionary<long, long> calendar = [];
        foreach (Release release in input.Releases)
        {
            long date = UnixTime.StartOfDay(release.Stamp);
            calendar[date] = Math.Max(release.ReleasedAt, calendar.GetValueOrDefault(date, long.MinValue));
        }

        long[] known = new long[series.Count];
        for (int row = 0; row < known.Length; row++)
        {
            known[row] = calendar.TryGetValue(UnixTime.StartOfDay(series.Times.Span[row]), out long released) ? released : series.AvailableAt(row);
        }

        return series.WithKnownTimes(known);
    }

    private static (ReadOnlyMemory<double>[] Columns, ImmutableDictionary<string, ImmutableArray<long>> Outliers) Screen(
        InstrumentSeries series, IReadOnlyList<string> fields, OutlierTreatment? treatment)
    {
        ReadOnlyMemory<double>[] columns = [.. fields.Select(series.Column)];
        ImmutableDictionary<string, ImmutableArray<long>>.Builder outliers = ImmutableDictionary.CreateBuilder<string, ImmutableArray<long>>(StringComparer.Ordinal);
        for (int i = 0; treatment is not null && i < columns.Length; i++)
        {
            (List<int> rows, columns[i]) = OutlierScreen.Apply(columns[i], FieldKinds.Of(fields[i]), treatment);
            if (rows.Count > 0)
            {
                outliers[fields[i]] = [.. rows.Select(row => series.Times.Span[row])];
            }
        }

        return (columns, outliers.ToImmutable());
    }

    private static int[] RowsWithValues(int rows, ReadOnlyMemory<double>[] columns)
    {
        bool[] present = new bool[rows];
        foreach (ReadOnlyMemory<double> column in columns)
        {
            ReadOnlySpan<double> values = column.Span;
            for (int row = 0; row < present.Length; row++)
            {
                present[row] |= !double.IsNaN(values[row]);
            }
        }

        return [.. Enumerable.Range(0, rows).Where(row => present[row])];
    }

    private static ReadOnlyMemory<T> Pick<T>(ReadOnlyMemory<T> values, int[] rows)
    {
        if (rows.Length == values.Length)
        {
            return values;
        }

        ReadOnlySpan<T> source = values.Span;
        T[] picked = new T[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            picked[i] = source[rows[i]];
        }

        return picked;
    }
}
