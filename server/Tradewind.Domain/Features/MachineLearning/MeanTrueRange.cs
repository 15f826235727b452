using Tradewind.Domain.Indicators;

namespace Tradewind.Domain.Features;

/// <summary>High, low, close in; plain mean of the true range over n rows as a share of the close out. A gap starts the range anew at H − L.</summary>
internal struct MeanTrueRange(int window) : IBarIndicator
{
    private double _previousClose = double.NaN;
    private Sma _mean = new(window);

    public double Update(double high, double low, double close)
    {
        double range = high - low;
        if (!double.IsNaN(_previousClose))
        {
            range = Math.Max(range, Math.Max(Math.Abs(high - _previousClose), Math.Abs(low - _previousClose)));
        }

        bool complete = double.IsFinite(range) && double.IsFinite(close);
        _previousClose = complete ? close : double.NaN;
        return Defined.OrMissing(_mean.Update(complete ? range : double.NaN) / close);
    }
}
