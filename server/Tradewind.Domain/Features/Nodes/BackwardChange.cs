using Tradewind.Domain.Indicators;

namespace Tradewind.Domain.Features;

/// <summary>x_t − x_{t−h}.</summary>
internal struct BackwardChange(int horizon) : IIndicator
{
    private Lag _earlier = new(horizon);

    public double Update(double value)
    {
        double change = value - _earlier.Update(value);
        return double.IsFinite(change) ? change : double.NaN;
    }
}
