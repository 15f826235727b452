using System.Collections.Immutable;

namespace Tradewind.Domain.Market;

/// <summary>
/// The stored history of one instrument at one timeframe: a strictly ascending time index and one column per field.
/// Immutable. Bars have the fields <c>open high low close volume</c>; other sources have fields of their own (<c>OAS</c>).
/// Missing values are NaN.
/// </summary>
public sealed class InstrumentSeries
{
    private readonly ImmutableDictionary<string, int> _ordinals;
    private readonly ImmutableArray<ReadOnlyMemory<double>> _columns;
    private string? _revision;

    /// <summary>Creates a series over arrays the caller no longer changes.</summary>
    /// <param name="instrument">What was observed.</param>
    /// <param name="timeframe">Bar length or spacing.</param>
    /// <param name="availability">When a row becomes known.</param>
    /// <param name="times">Open times of bars or stamps of observations, strictly ascending.</param>
    /// <param name="columns">Field name and values, each as long as <paramref name="times"/>; names unique.</param>
    /// <exception cref="ArgumentException">Lengths differ, a name is repeated, or times do not ascend.</exception>
    public InstrumentSeries(
        Instrument instrument,
        Timeframe timeframe,
        Availability availability,
        ReadOnlyMemory<long> times,
        IEnumerable<KeyValuePair<string, ReadOnlyMemory<double>>> columns)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        ArgumentNullException.ThrowIfNull(columns);
        (Instrument, Timeframe, Availability, Times) = (instrument, timeframe, availability, times);
        ReadOnlySpan<long> index = times.Span;
        for (int i = 1; i < index.Length; i++)
        {
            if (index[i] <= index[i - 1])
            {
                throw new ArgumentException(
                    $"Times must ascend strictly: row {i} is {UnixTime.Format(index[i])} after {UnixTime.Format(index[i - 1])}.", nameof(times));
            }
        }

        ImmutableArray<KeyValuePair<string, ReadOnlyMemory<double>>> list = [.. columns];
        ImmutableDictionary<string, int>.Builder ordinals = ImmutableDictionary.CreateBuilder<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < list.Length; i++)
        {
            if (list[i].Value.Length != times.Length)
            {
                throw new ArgumentException(
                    $"Column '{list[i].Key}' has {list[i].Value.Length} values for {times.Length} times.", nameof(columns));
            }

            if (!ordinals.TryAdd(list[i].Key, i))
            {
                throw new ArgumentException($"Field '{list[i].Key}' is given twice.", nameof(columns));
            }
        }

        _ordinals = ordinals.ToImmutable();
        _columns = [.. list.Select(column => column.Value)];
        Fields = [.. list.Select(column => column.Key)];
    }

    /// <summary>What was observed.</summary>
    public Instrument Instrument { get; }

    /// <summary>Bar length or spacing.</summary>
    public Timeframe Timeframe { get; }

    /// <summary>When a row becomes known.</summary>
    public Availability Availability { get; }

    /// <summary>Open times of bars or stamps of observations, strictly ascending, UNIX nanoseconds UTC.</summary>
    public ReadOnlyMemory<long> Times { get; }

    /// <summary>Field names in the order of the source.</summary>
    public ImmutableArray<string> Fields { get; }

    /// <summary>Number of rows.</summary>
    public int Count => Times.Length;

    /// <summary>True when the series has at least a close, so that it can be traded bar by bar.</summary>
    public bool HasBars => _ordinals.ContainsKey("close");

    /// <summary>SHA-256 of identity, times and values: equal exactly when the content is equal.</summary>
    public string Revision => _revision ??= ComputeRevision();

    /// <summary>True when the series has the field.</summary>
    public bool HasField(string field) => _ordinals.ContainsKey(field);

    /// <summary>Values of a field.</summary>
    /// <exception cref="KeyNotFoundException">The series has no such field.</exception>
    public ReadOnlyMemory<double> Column(string field) => _ordinals.TryGetValue(field, out int ordinal)
        ? _columns[ordinal]
        : throw new KeyNotFoundException($"{Instrument.Id} has no field '{field}'; it has {string.Join(", ", Fields)}.");

    /// <summary>Time at which a row becomes known, UNIX nanoseconds UTC.</summary>
    public long AvailableAt(int row) => AvailabilityRule.AvailableAt(Availability, Times.Span[row], Timeframe);

    /// <summary>One bar; fields the source lacks are NaN.</summary>
    public Bar BarAt(int row) => new(
        Times.Span[row], ValueOrNaN("open", row), ValueOrNaN("high", row), ValueOrNaN("low", row), ValueOrNaN("close", row), ValueOrNaN("volume", row));

    /// <summary>Rows with times in [<paramref name="from"/>, <paramref name="to"/>), sharing memory.</summary>
    public InstrumentSeries Between(long from, long to)
    {
        (int first, int last) = (LowerBound(from), Math.Max(LowerBound(from), LowerBound(to)));
        return first == 0 && last == Count
            ? this
            : new InstrumentSeries(
                Instrument, Timeframe, Availability, Times[first..last],
                Fields.Select((field, i) => KeyValuePair.Create(field, _columns[i][first..last])));
    }

    /// <summary>First row with a time not before <paramref name="time"/>; <see cref="Count"/> where there is none.</summary>
    public int LowerBound(long time)
    {
        int found = Times.Span.BinarySearch(time);
        return found >= 0 ? found : ~found;
    }

    private double ValueOrNaN(string field, int row) =>
        _ordinals.TryGetValue(field, out int ordinal) ? _columns[ordinal].Span[row] : double.NaN;

    private string ComputeRevision()
    {
        using ContentHash hash = new();
        hash.Add(Instrument.Id).Add(Timeframe.ToString()).Add((long)Availability).Add(Times.Span);
        foreach (string field in Fields)
        {
            hash.Add(field).Add(Column(field).Span);
        }

        return hash.Finish();
    }
}
