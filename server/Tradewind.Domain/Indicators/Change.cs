namespace Tradewind.Domain.Indicators;

/// <summary>A series as level, as return (NaN unless the base is positive) or as difference from row to row.</summary>
public struct Change : IIndicator
{
    private readonly ChangeKind _kind;
    private double _previous;

    /// <summary>Creates the change.</summary>
    public Change(ChangeKind kind) => (_kind, _previous) = (kind, double.NaN);

    /// <inheritdoc />
    public double Update(double value)
    {
        double earlier = _previous;
        _previous = value;
        double change = _kind switch
        {
            ChangeKind.Level => value,
            ChangeKind.Difference => value - earlier,
            _ => earlier > 0 ? value / earlier - 1 : double.NaN,
        };
        return double.IsFinite(change) ? change : double.NaN;
    }
}
