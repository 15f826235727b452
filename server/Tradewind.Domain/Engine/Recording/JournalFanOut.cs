using System.Collections.Immutable;
using Tradewind.Domain.Engine.Accounts;
using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Strategies;

namespace Tradewind.Domain.Engine.Recording;

/// <summary>Hands everything to several journals, each in turn.</summary>
/// <param name="journals">The journals.</param>
public sealed class JournalFanOut(params IEnumerable<IEngineJournal> journals) : IEngineJournal
{
    private readonly ImmutableArray<IEngineJournal> _journals = [.. journals];

    /// <inheritdoc />
    public void OnOrder(in OrderEvent orderEvent)
    {
        foreach (IEngineJournal journal in _journals)
        {
            journal.OnOrder(orderEvent);
        }
    }

    /// <inheritdoc />
    public void OnFill(Fill fill)
    {
        foreach (IEngineJournal journal in _journals)
        {
            journal.OnFill(fill);
        }
    }

    /// <inheritdoc />
    public void OnTrade(Trade trade)
    {
        foreach (IEngineJournal journal in _journals)
        {
            journal.OnTrade(trade);
        }
    }

    /// <inheritdoc />
    public void OnSignal(Signal signal)
    {
        foreach (IEngineJournal journal in _journals)
        {
            journal.OnSignal(signal);
        }
    }

    /// <inheritdoc />
    public void OnEquity(in EquityPoint point)
    {
        foreach (IEngineJournal journal in _journals)
        {
            journal.OnEquity(point);
        }
    }

    /// <inheritdoc />
    public void OnFinancing(in FinancingCharge charge)
    {
        foreach (IEngineJournal journal in _journals)
        {
            journal.OnFinancing(charge);
        }
    }

    /// <inheritdoc />
    public void OnHalt(long time, string reason)
    {
        foreach (IEngineJournal journal in _journals)
        {
            journal.OnHalt(time, reason);
        }
    }
}
