using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Accounts;
using Tradewind.Domain.Engine.Recording;
using Tradewind.Server.Mapping;
using Tradewind.V1;

namespace Tradewind.Server.Live;

/// <summary>The account of a session as a message shows it.</summary>
internal static class SessionAccount
{
    /// <summary>Writes market time, money, counts, costs, margin calls and rolls into a session.</summary>
    public static void Write(Session session, TradingEngine engine, SessionLedger ledger)
    {
        session.MarketTime = ProtoTime.ToMarketTime(engine.Time);
        session.Cash = ProtoDecimal.Format(engine.Cash);
        if (ledger.Equity.Length > 0)
        {
            session.Equity = engine.Equity;
        }

        session.MarginCalls.Add(engine.MarginCalls.Select(ProtoTime.ToTimestamp));
        session.Rolls.Add(engine.Rolls.Select(RollMessages.From));
        (session.OrderCount, session.FillCount) = (ledger.Orders.Count, ledger.Fills.Count);
        session.Costs = new TradingCosts
        {
            CashCosts = ProtoDecimal.Format(engine.Costs), SlippageInPrices = ProtoDecimal.Format(ledger.Fills.Sum(fill => fill.SlippageInPrice)),
            Borrow = Financed(ledger, FinancingKind.Borrow), Funding = Financed(ledger, FinancingKind.Funding),
            Dividends = Financed(ledger, FinancingKind.Dividend), Interest = Financed(ledger, FinancingKind.Interest),
        };
    }

    private static string Financed(SessionLedger ledger, FinancingKind kind) =>
        ProtoDecimal.Format(ledger.Financing.Where(charge => charge.Kind == kind).Sum(charge => charge.Amount));
}
