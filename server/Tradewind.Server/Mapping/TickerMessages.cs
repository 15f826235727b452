using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Futures;
using Tradewind.V1;
using TradingCalendar = Tradewind.Domain.Market.Calendars.TradingCalendar;
using TradingSession = Tradewind.Domain.Market.Calendars.TradingSession;

namespace Tradewind.Server.Mapping;

/// <summary>Tickers and calendars as messages.</summary>
internal static class TickerMessages
{
    /// <summary>A ticker taken apart.</summary>
    /// <param name="ticker">The ticker.</param>
    /// <param name="reference">Date that decides which contract is at a position.</param>
    /// <param name="supplied">Last trade days that win over the rule; null for the rule.</param>
    public static Ticker From(FuturesTicker ticker, DateOnly reference, SuppliedExpiries? supplied)
    {
        TickerValidation verdict = TickerGrammar.Validate(ticker.Text);
        Ticker message = new()
        {
            Text = ticker.Text, Kind = (V1.TickerKind)((int)ticker.Kind + 1), Valid = verdict.Valid, Reason = verdict.Reason, Message = verdict.Message,
            MonthCode = ticker.MonthCode?.ToString() ?? "",
        };
        if (ticker.Month is { } month)
        {
            message.Month = month;
        }

        if (ticker.Delivery is { } written)
        {
            message.Year = written.Year;
        }

        if (ticker.Contract is not { } contract)
        {
            return message;
        }

        (message.Commodity, message.Root, message.Exchange, message.Calendar) = (contract.Key, contract.Root, contract.Exchange, contract.Calendar.Id);
        (message.Multiplier, message.MultiplierUnit) = (ProtoDecimal.Format(contract.Size), contract.Unit.Symbol());
        (message.TickSize, message.TickValue) = (ProtoDecimal.Format(contract.Tick), ProtoDecimal.Format(contract.TickValue));
        DeliveryMonth? delivery = ticker.Delivery;
        if (ticker.Position is { } position)
        {
            message.Position = position;
            delivery = supplied?.AtPosition(position, reference) ?? ContractExpiry.AtPosition(contract, position, reference);
        }

        if (delivery is { } known)
        {
            (message.Month, message.Year, message.MonthCode) = (known.Month, known.Year, known.Letter.ToString());
            message.LastTradeDate = ProtoTime.ToTimestamp(UnixTime.FromDate(supplied?.LastTradeDay(known) ?? ContractExpiry.LastTradeDay(contract, known)));
        }

        return message;
    }

    /// <summary>A calendar.</summary>
    public static V1.TradingCalendar From(TradingCalendar calendar) => new() { Id = calendar.Id, Name = calendar.Name, EveryDay = calendar.EveryDay };

    /// <summary>A session.</summary>
    public static V1.TradingSession From(TradingSession session) => new()
    {
        Date = ProtoTime.ToTimestamp(UnixTime.FromDate(session.Date)),
        OpenTime = ProtoTime.ToTimestamp(session.Open),
        CloseTime = ProtoTime.ToTimestamp(session.Close),
        ShortSession = session.IsShort,
    };
}
