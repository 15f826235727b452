using System.Collections.Immutable;

namespace Tradewind.Domain.Market;

/// <summary>
/// Several series on one calendar, columnar and immutable. A row labelled R of timeframe b holds only values that were known at
/// R + b (its information time).
/// </summary>
public sealed class Frame
{
    private readonly ImmutableDictionary<string, int> _ordinals;

    /// <summary>Creates a frame over arrays the caller no longer changes.</summary>
    /// <param name="times">Row labels, strictly ascending, UNIX nanoseconds UTC.</param>
    /// <param name="timeframe">Length of a row; its information time is its label plus this.</param>
    /// <param name="everyDay">True when weekends are rows (365 days a year), false for a business-day calendar (252).</param>
    /// <param name="columns">Columns with unique names, each as long as <paramref name="times"/>.</param>
    /// <exception cref="ArgumentException">Lengths differ, a name is repeated, or labels do not ascend.</exception>
    public Frame(ReadOnlyMemory<long> times, Timeframe timeframe, bool everyDay, IEnumerable<FrameColumn> columns)
    {
        (Times, Timeframe, EveryDay, Columns) = (times, timeframe, everyDay, [.. columns]);
        ReadOnlySpan<long> index = times.Span;
        for (int i = 1; i < index.Length; i++)
        {
            if (index[i] <= index[i - 1])
            {
                throw new ArgumentException($"Row labels must ascend strictly; row {i} does not.", nameof(times));
            }
        }

        ImmutableDictionary<string, int>.Builder ordinals = ImmutableDictionary.CreateBuilder<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < Columns.Length; i++)
        {
            if (Columns[i].Values.Length != times.Length)
            {
                throw new ArgumentException($"Column '{Columns[i].Name}' has {Columns[i].Values.Length} values for {times.Length} rows.", nameof(columns));
            }

            if (!ordinals.TryAdd(Columns[i].Name, i))
            {
                throw new ArgumentException($"Column '{Columns[i].Name}' is given twice.", nameof(columns));
            }
        }

        _ordinals = ordinals.ToImmutable();
    }

    /// <summary>Row labels, strictly ascending, UNIX nanoseconds UTC.</summary>
    public ReadOnlyMemory<long> Times { get; }

    /// <summary>Length of a row.</summary>
    public Timeframe Timeframe { get; }

    /// <summary>True when weekends are rows.</summary>
    public bool EveryDay { get; }

    /// <summary>Columns in declared order.</summary>
    public ImmutableArray<FrameColumn> Columns { get; }

    /// <summary>Number of rows.</summary>
    public int RowCount => Times.Length;

    /// <summary>Rows in a year of this calendar: 365 (every day) or 252 (business days) times the rows in a day.</summary>
    public double RowsPerYear => (EveryDay ? 365.0 : 252.0) * UnixTime.Day / Timeframe.Nanoseconds;

    /// <summary>The column, or null where there is none of that name.</summary>
    public FrameColumn? Find(string name) => _ordinals.TryGetValue(name, out int ordinal) ? Columns[ordinal] : null;

    /// <summary>Time by which everything in a row was known.</summary>
    public long InformationTime(int row) => Timeframe.End(Times.Span[row]);

    /// <summary>The first <paramref name="rows"/> rows, sharing memory.</summary>
    public Frame Prefix(int rows) => new(Times[..rows], Timeframe, EveryDay, Columns.Select(column => column with { Values = column.Values[..rows] }));

    /// <summary>SHA-256 of labels, names and values.</summary>
    public string ComputeHash()
    {
        using ContentHash hash = new();
        hash.Add(Timeframe.ToString()).Add(EveryDay ? 1 : 0).Add(Times.Span);
        foreach (FrameColumn column in Columns)
        {
            hash.Add(column.Name).Add(column.Values.Span);
        }

        return hash.Finish();
    }
}
