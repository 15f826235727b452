using Tradewind.Domain.Market;

namespace Tradewind.Domain.Engine.Accounts;

/// <summary>
/// Charges what holding costs. Borrowing accrues from mark to mark on the short position held at the earlier one, at its mark, and moves
/// cash at the first bar known on a later UTC day, before a short is reduced, and at the end. Funding moves cash when its rate is known.
/// </summary>
internal sealed class FinancingDesk
{
    private const decimal Year = 365m * UnixTime.Day;
    private readonly TradingUniverse _universe;
    private readonly AccountBook _book;
    private readonly IEngineJournal _journal;
    private readonly double[] _rates;
    private readonly bool[] _funding;
    private readonly long[] _accruedTo;
    private readonly long[] _accruesSince;
    private readonly decimal[] _accrued;

    public FinancingDesk(TradingUniverse universe, EngineOptions options, AccountBook book, IEngineJournal journal)
    {
        (_universe, _book, _journal) = (universe, book, journal);
        _rates = [.. universe.Instruments.Select(instrument => options.Borrow?.Of(instrument.Id) ?? 0)];
        Borrows = _rates.Any(rate => rate > 0);
        _funding =
        [
            .. universe.Fields.Select(key => options.PaysFunding && key.Field == AccountSeries.FundingField
                && universe.Instruments[universe.OrdinalOf(key.Instrument)].AssetClass == AssetClass.CryptoPerpetual),
        ];
        int count = universe.Instruments.Length;
        (_accruedTo, _accruesSince, _accrued) = (new long[count], new long[count], new decimal[count]);
    }

    /// <summary>True where any short pays a fee.</summary>
    public bool Borrows { get; }

    /// <summary>Accrues up to a bar of the instrument, before anything is traded on it.</summary>
    public void Accrue(int instrument, long time)
    {
        double rate = _rates[instrument];
        PositionState position = _book[instrument];
        if (rate > 0 && position.Quantity < 0)
        {
            if (_accrued[instrument] == 0)
            {
                _accruesSince[instrument] = _accruedTo[instrument];
            }

            decimal value = Math.Abs(position.Quantity) * (decimal)Math.Abs(position.Mark) * position.Multiplier;
            _accrued[instrument] += value * (decimal)rate * (time - _accruedTo[instrument]) / Year;
            if (UnixTime.StartOfDay(time) > UnixTime.StartOfDay(_accruesSince[instrument]))
            {
                Settle(instrument, time);
            }
        }

        _accruedTo[instrument] = time;
    }

    /// <summary>Takes from cash what has accrued; returns whether anything had.</summary>
    public bool Settle(int instrument, long time)
    {
        decimal amount = Money.Round(_accrued[instrument]);
        _accrued[instrument] = 0;
        if (amount == 0)
        {
            return false;
        }

        Charge(instrument, FinancingKind.Borrow, _rates[instrument], amount, time);
        return true;
    }

    /// <summary>Pays the funding of an observation; returns whether cash moved.</summary>
    public bool Fund(in MarketEvent observation, long time)
    {
        PositionState position = _book[observation.Instrument];
        if (!_funding[observation.Field] || position.Quantity == 0 || !double.IsFinite(observation.Value))
        {
            return false;
        }

        decimal amount = Money.Round(position.Quantity * (decimal)position.Mark * position.Multiplier * (decimal)observation.Value);
        Charge(observation.Instrument, FinancingKind.Funding, observation.Value, amount, time);
        return true;
    }

    /// <summary>Takes money for holding a position; a negative amount is received.</summary>
    public void Charge(int instrument, FinancingKind kind, double rate, decimal amount, long time)
    {
        PositionState position = _book[instrument];
        _book.ChargeFinancing(instrument, amount);
        _journal.OnFinancing(new FinancingCharge(
            time, _universe.Instruments[instrument].Id, kind, position.Quantity, position.Mark, rate, amount));
    }
}
