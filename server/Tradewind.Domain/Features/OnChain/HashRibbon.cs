using Tradewind.Domain.Indicators;

namespace Tradewind.Domain.Features;

/// <summary>SMA_short/SMA_long − 1 of the hash rate; below 0 miners are giving up. An average that is not positive gives NaN.</summary>
internal struct HashRibbon(int shortWindow, int longWindow) : IIndicator
{
    private Sma _short = new(shortWindow);
    private Sma _long = new(longWindow);

    public double Update(double value)
    {
        double fast = _short.Update(value);
        double slow = _long.Update(value);
        return slow > 0 ? fast / slow - 1 : double.NaN;
    }
}
