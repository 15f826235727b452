using System.Collections.Immutable;
using System.Data.Common;
using Tradewind.Domain.Market;

namespace Tradewind.Storage;

/// <summary>The columns being filled, each value in its final place.</summary>
internal sealed class ChunkValues
{
    private const int TimesOrdinal = -1;

    private readonly StoreDatabase _database;
    private readonly SeriesRow _series;
    private readonly ImmutableArray<string> _fields;
    private readonly Dictionary<long, (ChunkHeader Chunk, int Start)> _places;
    private readonly HashSet<(long Chunk, long Ordinal)> _missing = [];
    private readonly long[] _times;
    private readonly double[][] _columns;

    public ChunkValues(StoreDatabase database, SeriesRow series, ImmutableArray<string> fields, ChunkHeader[] chunks)
    {
        (_database, _series, _fields) = (database, series, fields);
        Ordinals = [.. fields.Select(field => series.Stored.Fields.IndexOf(field))];
        _places = new Dictionary<long, (ChunkHeader, int)>(chunks.Length);
        int rows = 0;
        foreach (ChunkHeader chunk in chunks)
        {
            _places.Add(chunk.Key, (chunk, rows));
            rows += (int)chunk.Count;
        }

        // Every element is written below, so zeroing tens of megabytes first would be wasted.
        _times = GC.AllocateUninitializedArray<long>(rows);
        _columns = [.. fields.Select(_ => GC.AllocateUninitializedArray<double>(rows))];
        foreach ((ChunkHeader chunk, int start) in _places.Values)
        {
            _missing.Add((chunk.Key, TimesOrdinal));
            for (int i = 0; i < Ordinals.Length; i++)
            {
                if (Ordinals[i] < chunk.FieldCount)
                {
                    _missing.Add((chunk.Key, Ordinals[i]));
                }
                else
                {
                    _columns[i].AsSpan(start, (int)chunk.Count).Fill(double.NaN);
                }
            }
        }
    }

    /// <summary>Place of each wanted field among the fields of the series.</summary>
    public ImmutableArray<int> Ordinals { get; }

    public void TakeTimes(DbDataReader row)
    {
        (ChunkHeader chunk, int start) = _places[row.GetInt64(0)];
        if (!ColumnBlob.TryDecode(Verified(row, row.GetInt64(1), 2, chunk, "times"), chunk.DataCount, _times.AsSpan(start, (int)chunk.Count)))
        {
            throw Mismatch(chunk, "times");
        }

        _missing.Remove((chunk.Key, TimesOrdinal));
    }

    public void TakeColumn(DbDataReader row)
    {
        (ChunkHeader chunk, int start) = _places[row.GetInt64(0)];
        long ordinal = row.GetInt64(1);
        if (!_missing.Remove((chunk.Key, ordinal)))
        {
            // A field that was added to the values this chunk shares, after the chunk itself was written.
            return;
        }

        int i = Ordinals.IndexOf((int)ordinal);
        string what = $"field {_fields[i]}";
        if (!ColumnBlob.TryDecode(Verified(row, row.GetInt64(2), 3, chunk, what), chunk.DataCount, _columns[i].AsSpan(start, (int)chunk.Count)))
        {
            throw Mismatch(chunk, what);
        }
    }

    public InstrumentSeries ToSeries()
    {
        RequireAll();
        return new InstrumentSeries(
            _series.Instrument, _series.Stored.Timeframe, _series.Stored.Availability, _times,
            _fields.Select((field, i) => KeyValuePair.Create(field, (ReadOnlyMemory<double>)_columns[i])));
    }

    public void RequireAll()
    {
        foreach ((ChunkHeader chunk, _) in _places.Values.OrderBy(place => place.Start))
        {
            if (_missing.Contains((chunk.Key, TimesOrdinal)))
            {
                throw Damaged(chunk, "times is absent");
            }

            if (Ordinals.FirstOrDefault(ordinal => _missing.Contains((chunk.Key, ordinal)), TimesOrdinal) is var lost and not TimesOrdinal)
            {
                throw Damaged(chunk, $"field {_series.Stored.Fields[lost]} is absent");
            }
        }
    }

    // The checksum covers all rows of the chunk that holds the values, of which this one may be only the beginning.
    private ReadOnlySpan<byte> Verified(DbDataReader row, long checksum, int column, ChunkHeader chunk, string what)
    {
        ReadOnlySpan<byte> blob = _database.BytesOf(row, column);
        return ColumnBlob.Checksum(blob) == checksum ? blob : throw Mismatch(chunk, what);
    }

    private StoreCorruptException Mismatch(ChunkHeader chunk, string what) => Damaged(chunk, $"{what} does not match its checksum");

    private StoreCorruptException Damaged(ChunkHeader chunk, string defect) =>
        new(_series.Instrument.Id, _series.Stored.Timeframe, chunk.FirstTime, chunk.LastTime, defect);
}
