using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Engine.Accounts;

/// <summary>
/// Converts what is quoted in other currencies at the last known close of an exchange rate, an observed field <c>fx_rate</c> of an instrument
/// whose id starts with both codes: <c>EURUSD Curncy</c>, <c>EUR/USD</c>; the other way round it is inverted.
/// </summary>
internal sealed class CurrencyConversion
{
    private readonly AccountBook _book;
    private readonly List<(int Instrument, bool Inverted)>[] _converted;

    public CurrencyConversion(TradingUniverse universe, EngineOptions options, AccountBook book)
    {
        _book = book;
        _converted = [.. universe.Fields.Select(_ => new List<(int, bool)>())];
        if (options.AccountCurrency is not { } account)
        {
            return;
        }

        for (int ordinal = 0; ordinal < universe.Instruments.Length; ordinal++)
        {
            Instrument instrument = universe.Instruments[ordinal];
            if (!universe.Tradable[ordinal] || instrument.Currency == account)
            {
                continue;
            }

            (int field, bool inverted) = Require(universe, instrument, account);
            _converted[field].Add((ordinal, inverted));
            // Until a rate is known nothing can be converted; orders are refused.
            book.Convert(ordinal, 0);
        }
    }

    /// <summary>Takes note of an observation; returns whether it was a rate in use.</summary>
    public bool Observe(in MarketEvent observation)
    {
        double rate = observation.Value;
        if (_converted[observation.Field].Count == 0 || !(rate > 0) || !double.IsFinite(rate))
        {
            return false;
        }

        foreach ((int instrument, bool inverted) in _converted[observation.Field])
        {
            _book.Convert(instrument, inverted ? 1 / (decimal)rate : (decimal)rate);
        }

        return true;
    }

    /// <summary>Field with the rate from an instrument's currency to the account's, and whether it is quoted the other way round.</summary>
    /// <exception cref="InvalidInputException">Reason <c>FX_MISSING</c>: none is observed.</exception>
    public static (int Field, bool Inverted) Require(TradingUniverse universe, Instrument instrument, string account)
    {
        string currency = instrument.Currency;
        for (int field = 0; field < universe.Fields.Length; field++)
        {
            string pair = string.Concat(universe.Fields[field].Instrument.Where(char.IsLetter));
            if (universe.Fields[field].Field == AccountSeries.RateField && pair.StartsWith(currency + account, StringComparison.OrdinalIgnoreCase))
            {
                return (field, false);
            }

            if (universe.Fields[field].Field == AccountSeries.RateField && pair.StartsWith(account + currency, StringComparison.OrdinalIgnoreCase))
            {
                return (field, true);
            }
        }

        throw new InvalidInputException(
            "FX_MISSING", $"instruments[{instrument.Id}]",
            $"is quoted in {currency} and the account is in {account}: give the rates of {currency}{account}.");
    }
}
