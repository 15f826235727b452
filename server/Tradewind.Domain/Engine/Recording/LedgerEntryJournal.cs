using Tradewind.Domain.Engine.Accounts;
using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Strategies;

namespace Tradewind.Domain.Engine.Recording;

/// <summary>Hands everything on as ledger entries in order, e.g. to a store.</summary>
/// <param name="append">Receives each entry.</param>
public sealed class LedgerEntryJournal(Action<LedgerEntry> append) : IEngineJournal
{
    /// <inheritdoc />
    public void OnOrder(in OrderEvent orderEvent) =>
        append(new OrderEntry(orderEvent with { Order = orderEvent.Order with { } }));

    /// <inheritdoc />
    public void OnFill(Fill fill) => append(new FillEntry(fill));

    /// <inheritdoc />
    public void OnTrade(Trade trade) => append(new TradeEntry(trade));

    /// <inheritdoc />
    public void OnSignal(Signal signal) => append(new SignalEntry(signal));

    /// <inheritdoc />
    public void OnEquity(in EquityPoint point) => append(new EquityEntry(point));

    /// <inheritdoc />
    public void OnFinancing(in FinancingCharge charge) => append(new FinancingEntry(charge));

    /// <inheritdoc />
    public void OnHalt(long time, string reason) => append(new HaltEntry(time, reason));
}
