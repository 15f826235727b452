using System.Collections.Immutable;
using Tradewind.Domain.Market;

namespace Tradewind.Sources.Connectors;

/// <summary>
/// What a connector delivered. A failing symbol or field does not keep others back: it is listed. Rows are as the source sent them, in
/// ascending order of time with the first of equal times kept; checking them is the importer's task.
/// </summary>
/// <param name="Series">One series for every symbol with at least one row, in the order of the request. Only requested fields.</param>
/// <param name="Failures">What could not be delivered, in the order of the request. A symbol may have rows and a failure: it is then partial.</param>
/// <param name="RepeatedRows">Rows left out because their time had come before, by symbol; symbols without any are absent.</param>
public sealed record HistoryResult(
    ImmutableArray<InstrumentSeries> Series, ImmutableArray<SymbolFailure> Failures, ImmutableDictionary<string, int> RepeatedRows)
{
    /// <summary>True when a symbol has rows, but not all that were asked for.</summary>
    public bool IsPartial(string symbol) =>
        Failures.Any(failure => failure.Symbol == symbol) && Series.Any(series => series.Instrument.Id == symbol);
}
