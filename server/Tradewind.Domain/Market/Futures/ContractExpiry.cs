using Tradewind.Domain.Market.Calendars;

namespace Tradewind.Domain.Market.Futures;

/// <summary>Last trade days by the exchanges' rules, and what position a contract has (oil specification, section 1).</summary>
public static class ContractExpiry
{
    private const int RollDay = 20;

    /// <summary>Last day a contract trades.</summary>
    /// <param name="contract">Commodity.</param>
    /// <param name="delivery">Delivery month.</param>
    /// <param name="calendar">Business days; null for the exchange's own.</param>
    /// <exception cref="ArgumentException">There is no rule for the commodity.</exception>
    public static DateOnly LastTradeDay(CommodityContract contract, DeliveryMonth delivery, TradingCalendar? calendar = null)
    {
        ArgumentNullException.ThrowIfNull(contract);
        TradingCalendar days = calendar ?? contract.ExpiryCalendar ?? contract.Calendar;
        DeliveryMonth before = delivery.AddMonths(-1);
        return contract.Root switch
        {
            "CL" => ThreeBeforeThe25th(before, days),
            "ENA" => days.Shift(ThreeBeforeThe25th(before, days), -1),
            "CO" => Brent(delivery.AddMonths(-2), days),
            "XB" or "HO" => days.OnOrBefore(before.LastDay),
            "QS" => days.Shift(new DateOnly(delivery.Year, delivery.Month, 14), -2),
            "NG" => days.Shift(delivery.FirstDay, -3),
            "DAT" => days.OnOrBefore(delivery.LastDay),
            _ => throw new ArgumentException($"There is no expiry rule for {contract.Name} ({contract.Root}).", nameof(contract)),
        };
    }

    /// <summary>Delivery month at a position of the curve on a date.</summary>
    /// <param name="contract">Commodity.</param>
    /// <param name="n">Position, from 1.</param>
    /// <param name="on">Date.</param>
    /// <param name="roll">When positions move on.</param>
    /// <param name="calendar">Business days; null for the exchange's own.</param>
    public static DeliveryMonth AtPosition(
        CommodityContract contract, int n, DateOnly on, RollRule roll = RollRule.LastTradeDay, TradingCalendar? calendar = null)
    {
        ArgumentNullException.ThrowIfNull(contract);
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        DeliveryMonth month = DeliveryMonth.Of(on);
        if (roll == RollRule.TwentiethOfMonth)
        {
            int lead = (contract.Root is "CO" or "DAT" ? 2 : 1) + (on.Day > RollDay ? 1 : 0);
            return month.AddMonths(lead + n - 1);
        }

        while (LastTradeDay(contract, month, calendar) < on)
        {
            month = month.AddMonths(1);
        }

        return month.AddMonths(n - 1);
    }

    /// <summary>Position of a contract on a date; null once it has expired.</summary>
    public static int? PositionOf(CommodityContract contract, DeliveryMonth delivery, DateOnly on)
    {
        DeliveryMonth front = AtPosition(contract, 1, on);
        int position = (delivery.Year - front.Year) * 12 + delivery.Month - front.Month + 1;
        return position >= 1 ? position : null;
    }

    private static DateOnly ThreeBeforeThe25th(DeliveryMonth before, TradingCalendar days) =>
        days.Shift(days.OnOrBefore(new DateOnly(before.Year, before.Month, 25)), -3);

    // Since the contract of March 2016; earlier ones stopped about the 15th of the month before delivery.
    private static DateOnly Brent(DeliveryMonth month, TradingCalendar days)
    {
        DateOnly last = days.OnOrBefore(month.LastDay);
        return month.Month == 12 ? days.Shift(last, -1) : last;
    }
}
