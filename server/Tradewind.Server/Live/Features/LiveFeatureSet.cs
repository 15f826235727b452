using System.Collections.Immutable;
using Tradewind.Domain.Engine;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Features;
using Tradewind.Domain.Market;

namespace Tradewind.Server.Live.Features;

/// <summary>The raw columns that chosen instruments of a feed bring, and where each of its events stands in a row.</summary>
internal sealed class LiveFeatureSet
{
    private static readonly ImmutableArray<string> s_barFields = ["open", "high", "low", "close", "volume"];

    private readonly int[] _barColumns;
    private readonly int[] _fieldColumns;

    private LiveFeatureSet(FeedUniverse feed, ImmutableArray<int> instruments, Timeframe timeframe, int fillLimit)
    {
        (Feed, Instruments, Timeframe) = (feed, instruments, timeframe);
        TradingUniverse universe = feed.Universe;
        (_barColumns, _fieldColumns) = (new int[universe.Instruments.Length], new int[universe.Fields.Length]);
        _barColumns.AsSpan().Fill(-1);
        _fieldColumns.AsSpan().Fill(-1);
        List<FrameColumn> columns = [];
        ImmutableArray<LiveColumn>.Builder carried = ImmutableArray.CreateBuilder<LiveColumn>();
        foreach (int ordinal in instruments)
        {
            Instrument instrument = universe.Instruments[ordinal];
            if (universe.Tradable[ordinal])
            {
                _barColumns[ordinal] = columns.Count;
                columns.AddRange(s_barFields.Select(field => Column(instrument, field)));
                carried.AddRange(s_barFields.Select(_ => new LiveColumn(fillLimit)));
            }

            for (int field = 0; field < universe.Fields.Length; field++)
            {
                if (universe.Fields[field].Instrument == instrument.Id)
                {
                    _fieldColumns[field] = columns.Count;
                    columns.Add(Column(instrument, universe.Fields[field].Field));
                    carried.Add(OfField(Timeframe.TryParse(feed.Timeframes[ordinal], out Timeframe spacing) ? spacing : Timeframe.Day, timeframe, fillLimit));
                }
            }
        }

        bool everyDay = timeframe > Timeframe.Day || instruments.Any(ordinal => universe.Instruments[ordinal].AssetClass.IsCrypto());
        (Schema, Columns) = (new Frame(default, timeframe, everyDay, columns), carried.ToImmutable());
    }

    /// <summary>What the feed carries.</summary>
    public FeedUniverse Feed { get; }

    /// <summary>Ordinals of the chosen instruments, in the order of their columns.</summary>
    public ImmutableArray<int> Instruments { get; }

    /// <summary>Length of a row.</summary>
    public Timeframe Timeframe { get; }

    /// <summary>The raw columns, without rows.</summary>
    public Frame Schema { get; }

    /// <summary>How each of them is filled.</summary>
    public ImmutableArray<LiveColumn> Columns { get; }

    /// <summary>Chooses instruments of a feed.</summary>
    /// <exception cref="NotFoundException">The feed does not carry one.</exception>
    /// <exception cref="InvalidInputException">One is given twice, or their bars have different lengths.</exception>
    public static LiveFeatureSet Of(FeedUniverse feed, IReadOnlyList<string> instrumentIds, int fillLimit)
    {
        TradingUniverse universe = feed.Universe;
        ImmutableArray<int> chosen = instrumentIds.Count == 0
            ? [.. Enumerable.Range(0, universe.Instruments.Length)]
            : [.. instrumentIds.Select(universe.OrdinalOf)];
        for (int i = 0; i < chosen.Length; i++)
        {
            if (chosen.AsSpan(0, i).Contains(chosen[i]))
            {
                throw new InvalidInputException("INSTRUMENT_REPEATED", $"instrument_ids[{i}]", $"'{instrumentIds[i]}' is named twice. Name each instrument once.");
            }
        }

        int[] traded = [.. chosen.Where(ordinal => universe.Tradable[ordinal])];
        if (traded.Select(ordinal => feed.Timeframes[ordinal]).Distinct(StringComparer.Ordinal).Count() > 1)
        {
            throw new InvalidInputException(
                "MIXED_FREQUENCIES", "instrument_ids",
                $"the bars have different lengths ({string.Join(", ", traded.Select(ordinal => $"{universe.Instruments[ordinal].Id} {feed.Timeframes[ordinal]}"))}). Choose instruments of one length.");
        }

        Timeframe timeframe = traded.Length > 0 && Timeframe.TryParse(feed.Timeframes[traded[0]], out Timeframe length) ? length : Timeframe.Day;
        return new LiveFeatureSet(feed, chosen, timeframe, fillLimit);
    }

    /// <summary>True when events of an instrument concern the columns.</summary>
    public bool Has(int instrument) => Instruments.Contains(instrument);

    /// <summary>First of the five columns of an instrument's bars; −1 where it has none.</summary>
    public int BarColumn(int instrument) => _barColumns[instrument];

    /// <summary>Column of a field; −1 where it is not taken.</summary>
    public int FieldColumn(int field) => _fieldColumns[field];

    /// <summary>The values of a bar, in the order of its columns.</summary>
    public static double[] ValuesOf(in Bar bar) => [bar.Open, bar.High, bar.Low, bar.Close, bar.Volume];

    // As an alignment fills: releases are carried until the next one is due, and on intraday rows by days instead of rows.
    private static LiveColumn OfField(Timeframe spacing, Timeframe row, int limit)
    {
        int days = spacing.IsMonth ? 31 : spacing >= Timeframe.Week ? 7 : 0;
        return row < Timeframe.Day && limit > 0
            ? new LiveColumn(limit, (limit + days) * UnixTime.Day)
            : new LiveColumn(limit == 0 ? 0 : limit + (int)Math.Ceiling(days * (double)UnixTime.Day / row.Nanoseconds));
    }

    private static FrameColumn Column(Instrument instrument, string field) =>
        new(ColumnName.Of(instrument.Id, field), instrument.Id, instrument.AssetClass, field, FieldKinds.Of(field), default);
}
