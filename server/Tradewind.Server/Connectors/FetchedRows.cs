using Tradewind.Domain.Market;
using Tradewind.Server.Mapping;
using Tradewind.Sources.Connectors;
using Tradewind.V1;
using Availability = Tradewind.Domain.Market.Availability;
using Instrument = Tradewind.Domain.Market.Instrument;

namespace Tradewind.Server.Connectors;

/// <summary>Rows of one symbol as they arrive, block by block.</summary>
/// <param name="address">Who sends them.</param>
/// <param name="symbol">The symbol.</param>
/// <param name="fields">Columns wanted.</param>
/// <param name="request">What was asked for.</param>
internal sealed class FetchedRows(ConnectorAddress address, string symbol, IReadOnlyList<string> fields, HistoryRequest request)
{
    private readonly List<long> _times = [];
    private readonly List<double>[] _columns = [.. fields.Select(_ => new List<double>())];
    private ConnectorInstrument? _known;

    /// <summary>Rows so far.</summary>
    public int Count => _times.Count;

    /// <summary>Rows left out because their time was there already.</summary>
    public int Repeated { get; private set; }

    /// <summary>Takes a block in. Rows outside the request are left out, columns it does not carry are missing.</summary>
    /// <exception cref="ConnectorException">Lengths differ, or times descend.</exception>
    public void Add(ColumnBlock? block, ConnectorInstrument? known)
    {
        _known = known ?? _known;
        if (block is null || block.RowCount == 0)
        {
            return;
        }

        int bytes = block.RowCount * sizeof(long);
        if (block.RowCount < 0 || block.Times.Length != bytes || block.Columns.Any(column => column.Values.Length != bytes))
        {
            throw Malformed($"a block of {block.RowCount} rows whose columns have other lengths");
        }

        long[] times = ConnectorMessages.ReadTimes(block.Times);
        double[]?[] values = [.. fields.Select(field => block.Columns.FirstOrDefault(column => column.Name == field) is { } column ? ConnectorMessages.ReadValues(column.Values) : null)];
        for (int row = 0; row < times.Length; row++)
        {
            if (times[row] < request.Start || times[row] >= request.End)
            {
                continue;
            }

            if (_times.Count > 0 && times[row] <= _times[^1])
            {
                if (times[row] < _times[^1])
                {
                    throw Malformed($"{UnixTime.Format(times[row])} after {UnixTime.Format(_times[^1])}: rows must ascend");
                }

                Repeated++;
                continue;
            }

            _times.Add(times[row]);
            for (int column = 0; column < values.Length; column++)
            {
                _columns[column].Add(values[column]?[row] ?? double.NaN);
            }
        }
    }

    /// <summary>Everything that came, without columns that have no value at all while others do.</summary>
    public InstrumentSeries ToSeries()
    {
        Instrument instrument = ConnectorMessages.ToInstrument(address, symbol, _known);
        Availability availability = ConnectorMessages.ToAvailability(_known, instrument.AssetClass, request.Timeframe);
        return new InstrumentSeries(
            instrument, request.Timeframe, availability, _times.ToArray(),
            fields.Select((field, i) => KeyValuePair.Create(field, (ReadOnlyMemory<double>)_columns[i].ToArray())));
    }

    private ConnectorException Malformed(string what) => new(ConnectorErrorKind.Malformed, $"{address} sent for {symbol} {what}.");
}
