using System.Collections.Immutable;
using Tradewind.Domain.Engine;
using Tradewind.Domain.Features;
using Tradewind.V1;
using FeatureSetSpec = Tradewind.Domain.Features.FeatureSetSpec;

namespace Tradewind.Server.Live.Features;

/// <summary>Turns the events of a feed into rows of features. The same events give the same rows, so a subscriber that comes back computes what it has
/// seen again and goes on.</summary>
internal sealed class LiveFeatureRows
{
    private readonly LiveFeatureSet _set;
    private readonly FeatureStream _features;
    private readonly LiveRows _rows;
    private readonly int _longestWarmUp;
    private readonly List<MarketEvent> _slice = [];
    private long _late;

    public LiveFeatureRows(LiveFeatureSet set, FeatureSetSpec spec)
    {
        (_set, _features) = (set, new FeatureStream(set.Schema, spec));
        _rows = new LiveRows(set.Timeframe, set.Columns);
        _longestWarmUp = _features.FirstValidRows.DefaultIfEmpty(0).Max();
    }

    /// <summary>Names of the values, and what there is to say about them.</summary>
    public FeatureStream Features => _features;

    /// <summary>Takes the next event of a feed in.</summary>
    /// <returns>The slice it completes; null while it is incomplete.</returns>
    public MarketSlice? Collect(in MarketEvent marketEvent, bool last, long knownTime)
    {
        _slice.Add(marketEvent);
        if (!last)
        {
            return null;
        }

        MarketSlice slice = new(knownTime, _slice.ToArray());
        _slice.Clear();
        return slice;
    }

    /// <summary>A row that has ended.</summary>
    /// <param name="label">Its label.</param>
    /// <param name="own">Raw values that came; NaN where none did.</param>
    /// <param name="filled">The same with gaps filled.</param>
    /// <param name="features">Its features. Overwritten by the next row.</param>
    public delegate void EndedRow(long label, ReadOnlySpan<double> own, ReadOnlySpan<double> filled, ReadOnlySpan<double> features);

    /// <summary>Takes stored history in, without giving rows out.</summary>
    public void WarmUp(in MarketSlice slice) => Take(slice, static (_, _, _, _) => { });

    /// <summary>Takes a slice in and hands on the rows that have ended with it, oldest first.</summary>
    public void Take(in MarketSlice slice, EndedRow taken)
    {
        Set(slice);
        while (_rows.TryTake(slice.KnownTime, out long label, out ReadOnlySpan<double> own, out ReadOnlySpan<double> filled))
        {
            taken(label, own, filled, _features.Update(label, filled));
        }
    }

    /// <summary>Takes a slice in.</summary>
    /// <returns>The rows that have ended with it, oldest first.</returns>
    public IReadOnlyList<(long Label, FeatureRow Row)> Take(in MarketSlice slice)
    {
        List<(long, FeatureRow)> ended = [];
        Take(slice, (label, own, _, features) =>
        {
            FeatureRow row = NewRow(_features.RowCount - 1);
            row.IsFinal = true;
            row.MissingInstrumentIds.AddRange(Missing(own));
            Add(row, features);
            ended.Add((label, row));
        });
        return ended;
    }

    /// <summary>The row under way, of the newest period any bar is of; null where no chosen bar is under way.</summary>
    /// <param name="forming">Bars under way.</param>
    public (long Label, long KnownTime, FeatureRow Row)? Peek(IReadOnlyList<FormingBar> forming)
    {
        FormingBar[] chosen = [.. forming.Where(bar => _set.Has(bar.Instrument) && _set.BarColumn(bar.Instrument) >= 0 && LabelOf(bar.Bar) > _rows.LastLabel)];
        if (chosen.Length == 0)
        {
            return null;
        }

        long label = chosen.Max(bar => LabelOf(bar.Bar));
        double[] values = new double[_set.Columns.Length];
        values.AsSpan().Fill(double.NaN);
        foreach (FormingBar bar in chosen.Where(bar => LabelOf(bar.Bar) == label))
        {
            LiveFeatureSet.ValuesOf(bar.Bar).CopyTo(values, _set.BarColumn(bar.Instrument));
        }

        FeatureRow row = NewRow(_features.RowCount);
        row.MissingInstrumentIds.AddRange(Missing(values));
        Add(row, _features.Fork().Update(label, _rows.Peek(label, values)));
        return (label, chosen.Max(bar => bar.KnownTime), row);
    }

    private FeatureRow NewRow(long before) => new() { RowsBefore = before, WarmedUp = before >= _longestWarmUp, LateBarCount = _late };

    private static void Add(FeatureRow row, ReadOnlySpan<double> values)
    {
        row.Values.Capacity = values.Length;
        foreach (double value in values)
        {
            row.Values.Add(value);
        }
    }

    private long LabelOf(in Domain.Market.Bar bar) => _rows.LabelOf(_set.Timeframe.End(bar.OpenTime));

    private void Set(in MarketSlice slice)
    {
        foreach (ref readonly MarketEvent item in slice.Events.Span)
        {
            if (item.IsBar)
            {
                int column = _set.BarColumn(item.Instrument);
                // A bar stands where it belongs however late it is, as long as its row has not been given out.
                _late += column >= 0 && !_rows.TrySet(LabelOf(item.Bar), column, LiveFeatureSet.ValuesOf(item.Bar)) ? 1 : 0;
            }
            else if (_set.FieldColumn(item.Field) is >= 0 and int column)
            {
                if (_set.Columns[column].Time is null)
                {
                    _rows.TrySet(_rows.LabelOf(slice.KnownTime), column, item.Value);
                }
                else
                {
                    _rows.Note(column, slice.KnownTime, item.Value);
                }
            }
        }
    }

    private IEnumerable<string> Missing(ReadOnlySpan<double> own)
    {
        ImmutableArray<string>.Builder missing = ImmutableArray.CreateBuilder<string>();
        foreach (int ordinal in _set.Instruments)
        {
            if (_set.BarColumn(ordinal) is >= 0 and int column && double.IsNaN(own[column + 3]))
            {
                missing.Add(_set.Feed.Universe.Instruments[ordinal].Id);
            }
        }

        return missing;
    }
}
