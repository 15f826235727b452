using Tradewind.Domain.Indicators;

namespace Tradewind.Domain.Features;

/// <summary>An indicator fed the row returns of a series.</summary>
internal struct OfReturns<T>(T indicator) : IIndicator
    where T : struct, IIndicator
{
    private Change _change = new(ChangeKind.Return);
    private T _indicator = indicator;

    public double Update(double value) => _indicator.Update(_change.Update(value));
}
