using Tradewind.Domain.Engine.Accounts;
using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Strategies;

namespace Tradewind.Domain.Engine;

/// <summary>Keeps nothing.</summary>
public sealed class NullJournal : IEngineJournal
{
    /// <summary>The one there need be.</summary>
    public static readonly NullJournal Instance = new();

    private NullJournal()
    {
    }

    /// <inheritdoc />
    public void OnOrder(in OrderEvent orderEvent)
    {
    }

    /// <inheritdoc />
    public void OnFill(Fill fill)
    {
    }

    /// <inheritdoc />
    public void OnTrade(Trade trade)
    {
    }

    /// <inheritdoc />
    public void OnSignal(Signal signal)
    {
    }

    /// <inheritdoc />
    public void OnEquity(in EquityPoint point)
    {
    }

    /// <inheritdoc />
    public void OnFinancing(in FinancingCharge charge)
    {
    }

    /// <inheritdoc />
    public void OnHalt(long time, string reason)
    {
    }
}
