using Tradewind.Domain.Market;

namespace Tradewind.Domain.Engine.Accounts;

/// <summary>
/// Accrues interest from one event to the next, since any may move the balance, on what the earlier one left, and moves cash at the first
/// mark on a later UTC day and at the end. It belongs to no instrument and to no round trip.
/// </summary>
internal sealed class InterestDesk(TradingUniverse universe, EngineOptions options, AccountBook book, IEngineJournal journal)
{
    private const decimal Year = 365m * UnixTime.Day;
    private readonly bool[] _paidInFull = [.. universe.Instruments.Select(instrument => InterestTerms.IsPaidInFull(instrument.AssetClass))];
    private readonly decimal _credit = (decimal)(options.Interest?.CreditRate ?? 0);
    private readonly decimal _debit = (decimal)(options.Interest?.DebitRate ?? 0);
    private long? _accruedTo;
    private long _accruesSince;
    private decimal _accrued;

    /// <summary>True where any balance bears interest.</summary>
    public bool Bears { get; } = options.Interest is not null;

    /// <summary>Accrues up to an event, before anything comes of it.</summary>
    /// <param name="time">Its time.</param>
    /// <param name="isMark">True where positions are marked at it: from the first mark on interest accrues, and at marks it is paid.</param>
    public void Accrue(long time, bool isMark)
    {
        if (_accruedTo is { } before)
        {
            decimal balance = Balance();
            _accrued += balance * ((balance > 0 ? _credit : _debit) * (time - before) / Year);
            if (isMark && UnixTime.StartOfDay(time) > UnixTime.StartOfDay(_accruesSince))
            {
                Settle(time);
            }
        }
        else if (isMark)
        {
            _accruesSince = time;
        }
        else
        {
            return;
        }

        _accruedTo = time;
    }

    /// <summary>Moves cash by what has accrued; returns whether anything had.</summary>
    public bool Settle(long time)
    {
        decimal received = Money.Round(_accrued);
        (_accrued, _accruesSince) = (0, time);
        if (received == 0)
        {
            return false;
        }

        decimal balance = Balance();
        book.ChargeInterest(-received);
        journal.OnFinancing(new FinancingCharge(
            time, "", FinancingKind.Interest, balance, double.NaN, (double)(balance > 0 ? _credit : _debit), -received));
        return true;
    }

    private decimal Balance()
    {
        decimal balance = book.Cash;
        foreach (int ordinal in book.OpenOrdinals)
        {
            PositionState position = book[ordinal];
            balance -= _paidInFull[ordinal] ? position.Quantity * position.AveragePrice * position.Multiplier : 0;
        }

        return balance;
    }
}
