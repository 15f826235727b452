using Tradewind.Domain.Market;

namespace Tradewind.Domain.Engine;

/// <summary>One thing that became known: a bar at its close, a bar or print that fills orders only, or an observation of a field at its availability time.</summary>
/// <param name="Instrument">Ordinal of the instrument in the universe.</param>
/// <param name="Field">Ordinal of the field; −1 for a bar, −2 for a bar of an execution series.</param>
/// <param name="Bar">The bar; for an observation its stamp is the open time and its value the close.</param>
public readonly record struct MarketEvent(int Instrument, int Field, Bar Bar)
{
    private const int BarField = -1;
    private const int ExecutionField = -2;

    /// <summary>True for a bar a strategy decides on.</summary>
    public bool IsBar => Field == BarField;

    /// <summary>True for a bar or print that fills orders and marks positions, and that no strategy sees.</summary>
    public bool IsExecution => Field == ExecutionField;

    /// <summary>Value of an observation.</summary>
    public double Value => Bar.Close;

    /// <summary>Stamp of an observation, or open time of a bar.</summary>
    public long Stamp => Bar.OpenTime;

    /// <summary>A bar.</summary>
    public static MarketEvent OfBar(int instrument, in Bar bar) => new(instrument, BarField, bar);

    /// <summary>A bar of an execution series.</summary>
    public static MarketEvent OfExecution(int instrument, in Bar bar) => new(instrument, ExecutionField, bar);

    /// <summary>An observation.</summary>
    public static MarketEvent OfField(int instrument, int field, long stamp, double value) =>
        new(instrument, field, new Bar(stamp, double.NaN, double.NaN, double.NaN, value, double.NaN));
}
