using Tradewind.Sources.Connectors;
using Tradewind.V1;

namespace Tradewind.Server.Connectors;

/// <summary>One subscription at a connector that any number of readers share. It outlives the connector: when that comes back, it is renewed.</summary>
/// <param name="address">Where it is held.</param>
/// <param name="order">What is subscribed to, without id.</param>
internal sealed class SharedSubscription(ConnectorAddress address, SubscribeOrder order)
{
    private readonly Lock _gate = new();
    private readonly List<ILiveReader> _readers = [];
    private LiveUpdate? _state;
    private LiveUpdate? _present;
    private ConnectorSession? _session;
    private string _id = "";

    /// <summary>Where it is held.</summary>
    public ConnectorAddress Address { get; } = address;

    /// <summary>What is subscribed to, without id.</summary>
    public SubscribeOrder Order { get; } = order;

    /// <summary>Phase, method and readers, for people.</summary>
    public ConnectorSubscription Describe()
    {
        lock (_gate)
        {
            return new ConnectorSubscription
            {
                Source = Order.Source,
                Symbol = Order.Symbol,
                Capability = Order.Capability,
                Timeframe = Order.Timeframe,
                Phase = _state?.Kind switch
                {
                    LiveUpdateKind.Active => SubscriptionPhase.Active,
                    LiveUpdateKind.Lost => SubscriptionPhase.Interrupted,
                    LiveUpdateKind.Ended => SubscriptionPhase.Ended,
                    _ => SubscriptionPhase.Unspecified,
                },
                Method = Method,
                ConsumerCount = _readers.Count,
            };
        }
    }

    /// <summary>How events come.</summary>
    public DeliveryMethod Method { get; private set; }

    /// <summary>Adds a reader, which learns the present state at once, the present quote or book included.</summary>
    public void Add(ILiveReader reader)
    {
        lock (_gate)
        {
            _readers.Add(reader);
            if (_state is { } state)
            {
                reader.Offer(state);
            }

            if (_present is { } present)
            {
                reader.Offer(present);
            }
        }
    }

    /// <summary>Removes a reader.</summary>
    /// <returns>True when nobody is left; the subscription at the connector has then ended.</returns>
    public bool Remove(ILiveReader reader)
    {
        lock (_gate)
        {
            if (!_readers.Remove(reader) || _readers.Count > 0)
            {
                return false;
            }

            _session?.Unsubscribe(_id);
            _session = null;
            return true;
        }
    }

    /// <summary>Subscribes at a connector that attached; does nothing when it is subscribed there already.</summary>
    public void Attach(ConnectorSession session)
    {
        lock (_gate)
        {
            if (_session != session && _readers.Count > 0 && session.Source(Address.Source) is { } source)
            {
                Order.Source = source.Name;
                _session = session;
                _id = session.Subscribe(this);
            }
        }
    }

    /// <summary>A stream of the connector ended; of no matter when another has taken over.</summary>
    public void Detach(ConnectorSession session, string why)
    {
        lock (_gate)
        {
            if (_session != session)
            {
                return;
            }

            _session = null;
            Tell(LiveUpdateKind.Lost, null, new ConnectorError { Code = ConnectorErrorCode.Unavailable, Message = why });
        }
    }

    /// <summary>Passes events on.</summary>
    public void Take(LiveTicks ticks)
    {
        lock (_gate)
        {
            LiveUpdate update = new(Order.Symbol, LiveUpdateKind.Ticks) { Ticks = ticks };
            _present = ticks.Quotes.Count > 0 || ticks.Books.Count > 0 ? update : _present;
            foreach (ILiveReader reader in _readers)
            {
                reader.Offer(update);
            }
        }
    }

    /// <summary>Passes a change of state on.</summary>
    public void Take(SubscriptionState state)
    {
        lock (_gate)
        {
            switch (state.Phase)
            {
                case SubscriptionPhase.Active:
                    Method = state.Method;
                    Tell(LiveUpdateKind.Active, state.Instrument, null);
                    break;
                case SubscriptionPhase.Interrupted:
                    Tell(LiveUpdateKind.Lost, null, state.Error);
                    break;
                case SubscriptionPhase.Ended:
                    _session = null;
                    Tell(LiveUpdateKind.Ended, null, state.Error);
                    break;
            }
        }
    }

    private void Tell(LiveUpdateKind kind, ConnectorInstrument? instrument, ConnectorError? error)
    {
        LiveUpdate update = new(Order.Symbol, kind) { Instrument = instrument, Error = error };
        _state = update;
        // What was true before the loss may no longer be.
        _present = kind == LiveUpdateKind.Active ? _present : null;
        foreach (ILiveReader reader in _readers)
        {
            reader.Offer(update);
        }
    }
}
