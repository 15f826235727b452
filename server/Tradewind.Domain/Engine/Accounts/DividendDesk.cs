using Tradewind.Domain.Errors;

namespace Tradewind.Domain.Engine.Accounts;

/// <summary>Pays cash dividends: on what is held before the first bar of the ex-date, in cash at once.</summary>
internal sealed class DividendDesk
{
    private readonly AccountBook _book;
    private readonly FinancingDesk _financing;
    private readonly Queue<CashDividend>[] _ahead;

    public DividendDesk(TradingUniverse universe, EngineOptions options, AccountBook book, FinancingDesk financing)
    {
        (_book, _financing) = (book, financing);
        IEnumerable<CashDividend> dividends = options.Dividends?.Dividends ?? [];
        CashDividend? stray = dividends.FirstOrDefault(dividend => !(universe.FindInstrument(dividend.Instrument) is >= 0 and int ordinal && universe.Tradable[ordinal]));
        if (stray is not null)
        {
            throw new InvalidInputException("OPTIONS_INVALID", "options.dividends", $"'{stray.Instrument}' is not traded.");
        }

        _ahead =
        [
            .. universe.Instruments.Select(instrument => new Queue<CashDividend>(dividends.Where(dividend => dividend.Instrument == instrument.Id))),
        ];
    }

    /// <summary>Pays what is due before a bar, before anything is traded on it.</summary>
    /// <param name="instrument">Ordinal of the instrument.</param>
    /// <param name="openTime">Open time of the bar.</param>
    /// <param name="known">Known time of the slice.</param>
    public void UpTo(int instrument, long openTime, long known)
    {
        while (_ahead[instrument].TryPeek(out CashDividend? dividend) && dividend.ExTime <= openTime)
        {
            _ahead[instrument].Dequeue();
            PositionState position = _book[instrument];
            if (position.Quantity != 0)
            {
                decimal received = Money.Round(position.Quantity * dividend.Amount * position.Multiplier);
                _financing.Charge(instrument, FinancingKind.Dividend, (double)dividend.Amount, -received, known);
            }
        }
    }

    /// <summary>Passes over what happened before anything is traded.</summary>
    public void Skip(int instrument, long openTime)
    {
        while (_ahead[instrument].TryPeek(out CashDividend? dividend) && dividend.ExTime <= openTime)
        {
            _ahead[instrument].Dequeue();
        }
    }
}
