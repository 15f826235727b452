using System.Collections.Immutable;
using System.Numerics.Tensors;

namespace Tradewind.Domain.Market;

/// <summary>
/// The stored history of one instrument at one timeframe: a strictly ascending time index and one column per field.
/// Immutable. Bars have the fields <c>open high low close volume</c>; other sources have fields of their own (<c>OAS</c>).
/// Missing values are NaN.
/// </summary>
public sealed class InstrumentSeries
{
    // A row of a vintage series without a release was never published: no study may see it.
    private static readonly long FarFuture = UnixTime.FromDate(2200, 1, 1);

    private readonly ImmutableDictionary<string, int> _ordinals;
    private readonly ImmutableArray<ReadOnlyMemory<double>> _columns;
    private readonly ReadOnlyMemory<long> _knownTimes;
    private string? _revision;
    private long[]? _availableTimes;

    /// <summary>Creates a series over arrays the caller no longer changes.</summary>
    /// <param name="instrument">What was observed.</param>
    /// <param name="timeframe">Bar length or spacing.</param>
    /// <param name="availability">When a row becomes known.</param>
    /// <param name="times">Open times of bars or stamps of observations, strictly ascending.</param>
    /// <param name="columns">Field name and values, each as long as <paramref name="times"/>; names unique.</param>
    /// <param name="knownTimes">
    /// When each row becomes known, instead of by the rule of <paramref name="availability"/>; empty for the rule. Times that go back are
    /// raised to the one before: no row is known earlier than the row it follows.
    /// </param>
    /// <exception cref="ArgumentException">Lengths differ, a name is repeated, or times do not ascend.</exception>
    public InstrumentSeries(
        Instrument instrument,
        Timeframe timeframe,
        Availability availability,
        ReadOnlyMemory<long> times,
        IEnumerable<KeyValuePair<string, ReadOnlyMemory<double>>> columns,
        ReadOnlyMemory<long> knownTimes = default)
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
        _knownTimes = knownTimes.IsEmpty && availability == Availability.Vintage && HasField(AvailabilityRule.ReleaseField)
            ? NeverBack(OfReleases(times.Span, Column(AvailabilityRule.ReleaseField).Span))
            : NeverBack(knownTimes);
        if (!_knownTimes.IsEmpty && _knownTimes.Length != times.Length)
        {
            throw new ArgumentException($"There are {_knownTimes.Length} known times for {times.Length} times.", nameof(knownTimes));
        }
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
    public long AvailableAt(int row) =>
        _knownTimes.IsEmpty ? AvailabilityRule.AvailableAt(Availability, Times.Span[row], Timeframe) : _knownTimes.Span[row];

    /// <summary>When each row becomes known, by the rule or as given; worked out once and kept.</summary>
    public ReadOnlyMemory<long> AvailableTimes => _knownTimes.IsEmpty ? _availableTimes ??= ComputeAvailableTimes() : _knownTimes;

    /// <summary>When each row becomes known where the rule does not say it; empty where it does.</summary>
    public ReadOnlyMemory<long> KnownTimes => _knownTimes;

    /// <summary>The same rows, known at other times.</summary>
    /// <param name="knownTimes">One a row, UNIX nanoseconds UTC.</param>
    public InstrumentSeries WithKnownTimes(ReadOnlyMemory<long> knownTimes) =>
        new(Instrument, Timeframe, Availability, Times, Fields.Select((field, i) => KeyValuePair.Create(field, _columns[i])), knownTimes);

    /// <summary>The same rows with some of their fields, known at the same times.</summary>
    /// <param name="fields">Fields in the wanted order.</param>
    /// <exception cref="KeyNotFoundException">The series has no such field.</exception>
    public InstrumentSeries WithFields(IEnumerable<string> fields) =>
        new(Instrument, Timeframe, Availability, Times, fields.Select(field => KeyValuePair.Create(field, Column(field))), _knownTimes);

    /// <summary>The same rows of an instrument about which more is known.</summary>
    public InstrumentSeries WithInstrument(Instrument instrument) =>
        new(instrument, Timeframe, Availability, Times, Fields.Select((field, i) => KeyValuePair.Create(field, _columns[i])), _knownTimes);

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
                Fields.Select((field, i) => KeyValuePair.Create(field, _columns[i][first..last])),
                _knownTimes.IsEmpty ? default : _knownTimes[first..last]);
    }

    /// <summary>First row with a time not before <paramref name="time"/>; <see cref="Count"/> where there is none.</summary>
    public int LowerBound(long time)
    {
        int found = Times.Span.BinarySearch(time);
        return found >= 0 ? found : ~found;
    }

    private long[] ComputeAvailableTimes()
    {
        long[] known = GC.AllocateUninitializedArray<long>(Count);
        if (this is { Availability: Availability.Candle, Timeframe.IsMonth: false })
        {
            TensorPrimitives.Add(Times.Span, Timeframe.Nanoseconds, known);
            return known;
        }

        for (int row = 0; row < known.Length; row++)
        {
            known[row] = AvailableAt(row);
        }

        return known;
    }

    private double ValueOrNaN(string field, int row) =>
        _ordinals.TryGetValue(field, out int ordinal) ? _columns[ordinal].Span[row] : double.NaN;

    private static long[] OfReleases(ReadOnlySpan<long> times, ReadOnlySpan<double> releases)
    {
        long[] known = new long[times.Length];
        for (int row = 0; row < known.Length; row++)
        {
            known[row] = double.IsNaN(releases[row]) ? FarFuture : AvailabilityRule.OfVintage(times[row], releases[row]);
        }

        return known;
    }

    private static ReadOnlyMemory<long> NeverBack(ReadOnlyMemory<long> times)
    {
        ReadOnlySpan<long> given = times.Span;
        for (int row = 1; row < given.Length; row++)
        {
            if (given[row] < given[row - 1])
            {
                long[] raised = times.ToArray();
                for (int i = 1; i < raised.Length; i++)
                {
                    raised[i] = Math.Max(raised[i], raised[i - 1]);
                }

                return raised;
            }
        }

        return times;
    }

    private string ComputeRevision()
    {
        using ContentHash hash = new();
        hash.Add(Instrument.Id).Add(Timeframe.ToString()).Add((long)Availability).Add(Times.Span);
        foreach (string field in Fields)
        {
            hash.Add(field).Add(Column(field).Span);
        }

        // The same values known at other times are other content.
        if (!_knownTimes.IsEmpty)
        {
            hash.Add(_knownTimes.Span);
        }

        return hash.Finish();
    }
}
