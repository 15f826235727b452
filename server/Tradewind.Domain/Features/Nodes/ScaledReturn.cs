using Tradewind.Domain.Indicators;

namespace Tradewind.Domain.Features;

/// <summary>ret_w as it is, or divided by SD_w(ret_1)·√w; NaN where that deviation is zero.</summary>
internal struct ScaledReturn : IIndicator
{
    private readonly bool _byVolatility;
    private readonly double _rootOfWindow;
    private Return _return;
    private Return _step;
    private RollingDeviation _deviation;

    public ScaledReturn(int window, ReturnBasis basis, bool byVolatility)
    {
        (_return, _byVolatility, _rootOfWindow) = (new Return(window, basis), byVolatility, Math.Sqrt(window));
        if (byVolatility)
        {
            (_step, _deviation) = (new Return(1, basis), new RollingDeviation(window));
        }
    }

    public double Update(double value)
    {
        double change = _return.Update(value);
        if (!_byVolatility)
        {
            return change;
        }

        double scaled = change / (_deviation.Update(_step.Update(value)) * _rootOfWindow);
        return _deviation.IsConstant || !double.IsFinite(scaled) ? double.NaN : scaled;
    }
}
