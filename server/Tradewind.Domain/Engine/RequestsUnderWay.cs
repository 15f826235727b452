using Tradewind.Domain.Engine.Orders;

namespace Tradewind.Domain.Engine;

/// <summary>
/// Changes and cancels on their way to the market. Until a request arrives its order is as it was and may fill; an order that is complete by
/// then makes the request moot, and terms that would be refused by then leave it as it is.
/// </summary>
internal sealed class RequestsUnderWay(TradingUniverse universe, OrderDesk desk, OrderTerms terms)
{
    private readonly Queue<Request>[] _requests = [.. universe.Instruments.Select(_ => new Queue<Request>())];

    private readonly HashSet<long> _cancels = [];

    /// <summary>Requests that have not arrived.</summary>
    public int Count => _requests.Sum(requests => requests.Count);

    /// <summary>Sends a request. A second cancel of an order is dropped: the first arrives before it and completes the order.</summary>
    /// <param name="order">Order it is about.</param>
    /// <param name="change">New terms; null to cancel.</param>
    /// <param name="arrival">Time at which it reaches the market: no earlier than those sent before.</param>
    public void Send(Order order, OrderChange? change, long arrival)
    {
        if (change is not null || _cancels.Add(order.Number))
        {
            _requests[order.InstrumentOrdinal].Enqueue(new Request(order.Number, change, arrival));
        }
    }

    /// <summary>Carries out what has arrived by the time a bar opens.</summary>
    /// <param name="instrument">Ordinal of the instrument.</param>
    /// <param name="openTime">Open time of the bar.</param>
    /// <param name="knownTime">Known time of the bar.</param>
    /// <param name="halted">True when trading is halted.</param>
    public void Arrive(int instrument, long openTime, long knownTime, bool halted)
    {
        Queue<Request> requests = _requests[instrument];
        while (requests.TryPeek(out Request request) && request.Arrival <= openTime)
        {
            requests.Dequeue();
            if (request.Change is null)
            {
                _cancels.Remove(request.Order);
            }

            if (desk.Find(instrument, request.Order) is not { } order)
            {
                continue;
            }

            if (request.Change is not { } change)
            {
                desk.Cancel(order, knownTime, "asked for");
            }
            else if (terms.Try(order, change, request.Arrival, halted, out Order changed) == OrderRejection.None)
            {
                desk.Replace(order, changed, knownTime);
            }
        }
    }

    private readonly record struct Request(long Order, OrderChange? Change, long Arrival);
}
