using Tradewind.Server.Connectors;
using Tradewind.Sources.Connectors;
using Tradewind.V1;

namespace Tradewind.Server.Live;

/// <summary>The subscriptions of one reader of quotes; they end with it.</summary>
internal sealed class QuoteSubscriptions : IDisposable
{
    private readonly ConnectorHub _hub;
    private readonly List<SharedSubscription> _held = [];

    private QuoteSubscriptions(ConnectorHub hub, QuoteBoard board) => (_hub, Board) = (hub, board);

    /// <summary>What has come.</summary>
    public QuoteBoard Board { get; }

    /// <summary>Subscribes.</summary>
    /// <param name="hub">Routes the subscriptions.</param>
    /// <param name="address">Whom to ask.</param>
    /// <param name="orders">One a symbol.</param>
    /// <param name="board">Gets what comes.</param>
    /// <exception cref="ConnectorException">The source allows no more subscriptions.</exception>
    public static QuoteSubscriptions Open(ConnectorHub hub, ConnectorAddress address, IEnumerable<SubscribeOrder> orders, QuoteBoard board)
    {
        QuoteSubscriptions subscriptions = new(hub, board);
        try
        {
            foreach (SubscribeOrder order in orders)
            {
                subscriptions._held.Add(hub.Subscribe(address, order, board));
            }

            return subscriptions;
        }
        catch
        {
            subscriptions.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _held.ForEach(held => _hub.Unsubscribe(held, Board));
        _held.Clear();
    }
}
