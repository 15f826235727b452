using System.Globalization;
using Tradewind.Domain.Market;

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
            yield return "The strategy never traded.";
        }
    }
}
