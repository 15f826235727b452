using Tradewind.Domain.Indicators;

namespace Tradewind.Domain.Features;

/// <summary>Open and close in; (O_t − C_{t−1})/C_{t−1} out, missing unless the base is positive.</summary>
internal struct OvernightGap() : IPairIndicator
{
    private double _previousClose = double.NaN;

    public double Update(double first, double second)
    {
        double gap = _previousClose > 0 ? Defined.OrMissing((first - _previousClose) / _previousClose) : double.NaN;
        _previousClose = second;
        return gap;
    }
}
