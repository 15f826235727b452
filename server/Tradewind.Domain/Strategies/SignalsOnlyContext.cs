using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Strategies;

/// <summary>
/// A context without an account, for the signals alone. The position shown is the direction of the last signal, as if each had filled
/// at the next bar.
/// </summary>
internal abstract class SignalsOnlyContext(TradingUniverse universe) : IStrategyContext
{
    private readonly decimal[] _stance = new decimal[universe.Instruments.Length];
    private List<Signal>? _signals;

    public TradingUniverse Universe => universe;

    public abstract long Time { get; }

    public abstract ReadOnlySpan<MarketEvent> Events { get; }

    public double Equity => double.NaN;

    public abstract ref readonly Bar LastBar(int instrument);

    public abstract FieldObservation Latest(int field);

    public decimal Position(int instrument) => _stance[instrument];

    public void Emit(Signal signal)
    {
        (_signals ??= []).Add(signal);
        _stance[signal.InstrumentOrdinal] = (int)signal.Direction;
    }

    public void Report(Signal signal) => Emit(signal);

    public ReadOnlySpan<OrderFill> Fills => [];

    public bool IsOpen(Order order) => false;

    public Order? Submit(OrderRequest request) => null;

    public void Cancel(string orderId)
    {
    }

    /// <summary>Signals since the call before, in order. The list is the caller's.</summary>
    public IReadOnlyList<Signal> TakeSignals()
    {
        IReadOnlyList<Signal> taken = _signals is null ? [] : _signals;
        _signals = null;
        return taken;
    }
}
