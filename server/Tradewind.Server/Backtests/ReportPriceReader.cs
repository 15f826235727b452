using System.Collections.Immutable;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Server.Data;
using Tradewind.Server.Mapping;
using Tradewind.Server.Reports;

namespace Tradewind.Server.Backtests;

/// <summary>Reads the prices trades are drawn on, where they are still those the backtest ran on.</summary>
internal sealed class ReportPriceReader(PortfolioReader portfolios)
{
    private const int LargestInstrumentCount = 4;

    /// <summary>Report data with the prices of the instruments traded most; a note says what is left out, and why.</summary>
    public async Task<ReportData> AddAsync(ReportData data, CancellationToken cancellation)
    {
        string[] traded = [.. data.Trades.GroupBy(trade => trade.InstrumentId).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).Select(group => group.Key)];
        if (traded.Length == 0)
        {
            return data;
        }

        Interval interval = Interval.Read(data.Backtest.Spec.Interval, "spec.interval") with { From = long.MinValue };
        ImmutableArray<InstrumentSeries> series;
        try
        {
            series = await portfolios.ReadMembersAsync(data.Backtest.Spec.Members, "spec.members", interval, cancellation).ConfigureAwait(false);
        }
        catch (TradewindException)
        {
            return data with { Notes = [.. data.Notes, "The prices of this backtest are not stored any more: trades are not drawn on them."] };
        }

        ImmutableSortedDictionary<string, string> revisions = PortfolioReader.Revisions(series);
        if (data.Backtest.Lineage.DataRevisions.Any(entry => revisions.TryGetValue(entry.Key, out string? now) && now != entry.Value))
        {
            return data with { Notes = [.. data.Notes, "The prices of this backtest have been changed since: trades are not drawn on them."] };
        }

        (long first, long last) = (data.Times[0], data.Times[^1]);
        return data with
        {
            Prices = [.. traded.Take(LargestInstrumentCount).Select(id => series.FirstOrDefault(entry => entry.Instrument.Id == id && entry.HasBars)).OfType<InstrumentSeries>()
                .Select(entry => Between(entry, first, last)).Where(prices => prices.Times.Length > 1)],
            Notes = traded.Length <= LargestInstrumentCount
                ? data.Notes
                : [.. data.Notes, $"Trades are drawn on the {LargestInstrumentCount} instruments traded most, of {traded.Length}."],
        };
    }

    private static ReportPrices Between(InstrumentSeries series, long first, long last)
    {
        int[] rows = [.. Enumerable.Range(0, series.Count).Where(row => series.AvailableAt(row) >= first && series.AvailableAt(row) <= last)];
        ReadOnlyMemory<double> closes = series.Column("close");
        return new ReportPrices(series.Instrument.Id, [.. rows.Select(series.AvailableAt)], [.. rows.Select(row => closes.Span[row])]);
    }
}
