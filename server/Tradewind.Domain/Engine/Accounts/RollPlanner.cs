using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Calendars;

namespace Tradewind.Domain.Engine.Accounts;

/// <summary>Makes the rolls of a generic instrument by a rule from the bars of its contracts.</summary>
public static class RollPlanner
{
    /// <summary>
    /// Rolls each contract into the next at its last close known by the end of the n-th business day before its last trade day, both at the
    /// last closes known then. Contracts that had not begun or had already gone are passed over.
    /// </summary>
    /// <param name="generic">Id of the instrument that is traded.</param>
    /// <param name="contracts">Contracts, at least two, in any order; their last trade days differ.</param>
    /// <param name="businessDaysBefore">0 for the last trade day itself.</param>
    /// <param name="calendar">Business days; null for Monday to Friday.</param>
    /// <exception cref="InvalidInputException">
    /// Reason <c>ROLL_INVALID</c>: fewer than two contracts, equal last trade days, or no close of the next contract at a roll.
    /// </exception>
    public static IReadOnlyList<ContractRoll> Plan(
        string generic, IEnumerable<ExpiringContract> contracts, int businessDaysBefore, TradingCalendar? calendar = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(businessDaysBefore);
        ExpiringContract[] ordered = [.. contracts.OrderBy(contract => contract.LastTradeDay)];
        if (ordered.Length < 2 || ordered.Select(contract => contract.LastTradeDay).Distinct().Count() < ordered.Length)
        {
            throw Invalid(generic, "needs at least two contracts with different last trade days.");
        }

        List<ContractRoll> rolls = [];
        foreach ((ExpiringContract from, ExpiringContract to) in ordered.Zip(ordered.Skip(1)))
        {
            DateOnly day = Before(from.LastTradeDay, businessDaysBefore, calendar);
            int row = LastClose(from.Bars, from.Bars.LowerBound(UnixTime.FromDate(day.AddDays(1))) - 1);
            if (row < 0)
            {
                continue;
            }

            long time = from.Bars.AvailableAt(row);
            int next = to.Bars.Count - 1;
            while (next >= 0 && to.Bars.AvailableAt(next) > time)
            {
                next--;
            }

            next = LastClose(to.Bars, next);
            if (next < 0)
            {
                throw Invalid(generic, $"{to.Bars.Instrument.Id} has no close by {UnixTime.Format(time)}, when {from.Bars.Instrument.Id} is rolled into it.");
            }

            rolls.Add(new ContractRoll(generic, time, from.Bars.Instrument.Id, to.Bars.Instrument.Id)
            {
                FromPrice = CloseOf(from.Bars, row),
                ToPrice = CloseOf(to.Bars, next),
            });
        }

        return rolls;
    }

    private static int LastClose(InstrumentSeries bars, int row)
    {
        ReadOnlySpan<double> closes = bars.Column("close").Span;
        while (row >= 0 && double.IsNaN(closes[row]))
        {
            row--;
        }

        return row;
    }

    private static decimal CloseOf(InstrumentSeries bars, int row) => (decimal)bars.Column("close").Span[row];

    private static DateOnly Before(DateOnly day, int businessDays, TradingCalendar? calendar)
    {
        if (calendar is not null)
        {
            return calendar.Shift(calendar.OnOrBefore(day), -businessDays);
        }

        for (int left = businessDays; left > 0 || !IsWeekday(day); day = day.AddDays(-1))
        {
            left -= IsWeekday(day) ? 1 : 0;
        }

        return day;
    }

    private static bool IsWeekday(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    private static InvalidInputException Invalid(string generic, string description) => new("ROLL_INVALID", $"rolls[{generic}]", description);
}
