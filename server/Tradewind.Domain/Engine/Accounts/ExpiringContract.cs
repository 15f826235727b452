using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Futures;

namespace Tradewind.Domain.Engine.Accounts;

/// <summary>A futures contract with its bars.</summary>
/// <param name="Bars">Series with a close.</param>
/// <param name="LastTradeDay">Last day it trades.</param>
public sealed record ExpiringContract(InstrumentSeries Bars, DateOnly LastTradeDay)
{
    /// <summary>A contract whose last trade day follows from its ticker by the exchange's rule.</summary>
    /// <param name="bars">Series of a specific contract, e.g. <c>CLF25 Comdty</c>.</param>
    /// <exception cref="InvalidInputException">Reason <c>CONTRACT_UNKNOWN</c>: the id names no contract with a delivery month and a rule.</exception>
    public static ExpiringContract OfTicker(InstrumentSeries bars)
    {
        ArgumentNullException.ThrowIfNull(bars);
        DateOnly? reference = bars.Count == 0 ? null : UnixTime.ToDate(bars.Times.Span[^1]);
        FuturesTicker ticker = TickerGrammar.Parse(bars.Instrument.Id, reference);
        if (ticker is not { Contract: { } contract, Delivery: { } delivery })
        {
            throw Unknown(bars, "names no contract with a delivery month; state its last trade day.");
        }

        try
        {
            return new ExpiringContract(bars, ContractExpiry.LastTradeDay(contract, delivery));
        }
        catch (ArgumentException)
        {
            throw Unknown(bars, "has no expiry rule; state its last trade day.");
        }
    }

    private static InvalidInputException Unknown(InstrumentSeries bars, string description) =>
        new("CONTRACT_UNKNOWN", $"contracts[{bars.Instrument.Id}]", $"{bars.Instrument.Id} {description}");
}
