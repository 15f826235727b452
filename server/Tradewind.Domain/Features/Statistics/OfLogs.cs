using Tradewind.Domain.Indicators;

namespace Tradewind.Domain.Features;

/// <summary>An indicator fed the logs of a series; a value that is not positive counts as missing.</summary>
internal struct OfLogs<T>(T indicator) : IIndicator
    where T : struct, IIndicator
{
    private T _indicator = indicator;

    public double Update(double value) => _indicator.Update(value > 0 ? Math.Log(value) : double.NaN);
}
