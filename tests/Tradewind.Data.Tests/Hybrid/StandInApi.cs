using System.Collections.Immutable;
using Tradewind.Domain.Market;
using Tradewind.Sources;
using Tradewind.Sources.Connectors;

namespace Tradewind.Data.Tests.Hybrid;

/// <summary>A connector that serves a table of values by day, or fails as it is told, and remembers what it was asked.</summary>
internal sealed class StandInApi : IConnectorClient
{
    private readonly Dictionary<(string Security, string Field), (int Day, double Value)[]> _columns = [];

    public ConnectorAddress Address { get; } = new("bloomberg");

    public List<HistoryRequest> Asked { get; } = [];

    public Exception? Failure { get; set; }

    public StandInApi Has(string security, string field, params (int Day, double Value)[] rows)
    {
        _columns[(security, field)] = rows;
        return this;
    }

    public Task<HistoryResult> FetchHistoryAsync(HistoryRequest request, IProgress<LoadProgress>? progress, CancellationToken cancellationToken)
    {
        Asked.Add(request);
        if (Failure is not null)
        {
            return Task.FromException<HistoryResult>(Failure);
        }

        ImmutableArray<InstrumentSeries>.Builder series = ImmutableArray.CreateBuilder<InstrumentSeries>();
        ImmutableArray<SymbolFailure>.Builder failures = ImmutableArray.CreateBuilder<SymbolFailure>();
        foreach (string symbol in request.Symbols)
        {
            string[] wanted = request.Fields.IsEmpty ? [.. _columns.Keys.Where(key => key.Security == symbol).Select(key => key.Field)] : [.. request.Fields];
            foreach (string field in wanted.Where(field => !_columns.ContainsKey((symbol, field))))
            {
                failures.Add(new SymbolFailure(symbol, ConnectorErrorKind.InvalidField, "unknown field") { Field = field });
            }

            string[] known = [.. wanted.Where(field => _columns.ContainsKey((symbol, field)))];
            long[] times = [.. known.SelectMany(field => _columns[(symbol, field)]).Select(row => Day(row.Day)).Where(time => time >= request.Start && time < request.End).Distinct().Order()];
            if (times.Length > 0)
            {
                series.Add(new InstrumentSeries(
                    new Instrument(symbol, AssetClass.CreditIndex), request.Timeframe, Availability.Close, times,
                    known.Select(field => KeyValuePair.Create(field, (ReadOnlyMemory<double>)times.Select(time => ValueAt(symbol, field, time)).ToArray()))));
            }
        }

        return Task.FromResult(new HistoryResult(series.ToImmutable(), failures.ToImmutable(), ImmutableDictionary<string, int>.Empty));
    }

    public Task<ReferenceResult> FetchReferenceAsync(ImmutableArray<string> symbols, ImmutableArray<string> fields, CancellationToken cancellationToken) =>
        throw new NotSupportedException("These tests ask for history only.");

    /// <summary>A day of March 2024.</summary>
    public static long Day(int day) => UnixTime.FromDate(2024, 3, day);

    private double ValueAt(string symbol, string field, long time) =>
        _columns[(symbol, field)].Where(row => Day(row.Day) == time).Select(row => row.Value).DefaultIfEmpty(double.NaN).First();
}
