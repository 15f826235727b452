using System.Globalization;
using Tradewind.Domain.Market;
using Tradewind.Domain.Strategies;

namespace Tradewind.Domain.Engine.Backtest;

/// <summary>Says what a reader should know before trusting a result.</summary>
internal static class BacktestWarnings
{
    public static IEnumerable<string> Of(BacktestRequest request, TradingEngine engine, BacktestLedger ledger)
    {
        string[] simulated =
        [
            .. request.Bars.Concat(request.Fields).Where(series => series.Instrument.Simulated).Select(series => series.Instrument.Id),
        ];
        if (simulated.Length > 0)
        {
            yield return $"SIMULATED data: {string.Join(", ", simulated)}.";
        }

        foreach (string uncovered in request.Execution.Select(series => Uncovered(series, request)).OfType<string>())
        {
            yield return uncovered;
        }

        if (request.Options.FillTiming == FillTiming.SameClose)
        {
            yield return "Orders fill at the close they were decided on; a real order would have to be sent before that close is known.";
        }

        if (engine.HaltedAt is { } halted)
        {
            yield return $"Trading was halted at {UnixTime.Format(halted)}: {engine.HaltReason}.";
        }

        if (engine.MarginCalls is { Count: > 0 } calls)
        {
            yield return $"{calls.Count} margin calls, the first at {UnixTime.Format(calls[0])}: positions were liquidated.";
        }

        (long Count, string Text)[] counted =
        [
            (engine.SkippedBars, "bars without a close were skipped; positions stayed marked at the last one"),
            (engine.StarvedOrders, "times an order waited because its bar had no volume left; raise the participation or leave the volume out"),
            (engine.ClippedTargets, "signals were cut to the position limit; raise max_position if that is not meant"),
            (engine.TargetsBelowLot, "signals were too small for one lot and stayed flat; raise the capital or the fraction"),
            (ledger.Rejected, "orders were rejected"),
        ];
        foreach ((long count, string text) in counted)
        {
            if (count > 0)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"{count} {text}.");
            }
        }

        foreach (Position position in engine.Positions())
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{position.Instrument}: a position of {position.Quantity} is open at the end and marked at {position.Mark}.");
        }

        if (ledger.FillCount == 0)
        {
            yield return NeverTraded(request, ledger);
        }
    }

    /// <summary>That it did not trade, and why as far as that is known.</summary>
    private static string NeverTraded(BacktestRequest request, BacktestLedger ledger)
    {
        (int signals, int orders) = (ledger.Signals.Count, ledger.Orders.Count);
        StrategyDescriptor descriptor = request.Descriptor;
        int needs = descriptor.BarsToDecide?.Invoke(StrategyParameters.Resolve(descriptor, request.Parameters)) ?? 0;
        int most = request.Bars.Max(series => Closes(series.Between(request.Start, request.End)));
        string why = (signals, orders) switch
        {
            (0, 0) when most < needs => string.Create(
                CultureInfo.InvariantCulture,
                $"it needs {needs} bars of an instrument for its first decision, and there are at most {most}; load more data, widen the interval or shorten its windows"),
            (0, 0) => "its rules never gave a signal",
            (_, 0) => string.Create(CultureInfo.InvariantCulture, $"its {signals} signals led to no order"),
            _ => string.Create(CultureInfo.InvariantCulture, $"none of its {orders} orders was filled"),
        };
        return $"The strategy never traded: {why}.";
    }

    private static int Closes(InstrumentSeries bars)
    {
        int count = 0;
        foreach (double close in bars.Column("close").Span)
        {
            count += double.IsNaN(close) ? 0 : 1;
        }

        return count;
    }

    /// <summary>Where an execution series does not reach over the bars that are traded; null where it does.</summary>
    private static string? Uncovered(InstrumentSeries execution, BacktestRequest request)
    {
        InstrumentSeries bars = request.Bars.First(series => series.Instrument.Id == execution.Instrument.Id).Between(request.Start, request.End);
        InstrumentSeries filling = execution.Between(request.Start, request.End);
        int first = 0;
        while (first < bars.Count && bars.AvailableAt(first) <= request.TradeFrom)
        {
            first++;
        }

        bool covers = first == bars.Count
            || (filling.Count > 0 && filling.AvailableAt(0) <= bars.AvailableAt(first) && filling.AvailableAt(filling.Count - 1) >= bars.Times.Span[^1]);
        return covers
            ? null
            : $"{execution.Instrument.Id}: its execution data {Span(filling)}, its bars {Span(bars)}; orders fill only where there are both.";
    }

    private static string Span(InstrumentSeries series) => series.Count == 0
        ? "have no rows"
        : $"reach from {UnixTime.Format(series.Times.Span[0])} to {UnixTime.Format(series.Times.Span[^1])}";
}
