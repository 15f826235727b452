using Tradewind.Domain.Market;

namespace Tradewind.Domain.Engine;

/// <summary>One thing that became known: a bar at its close, or an observation of a field at its availability time.</summary>
/// <param name="Instrument">Ordinal of the instrument in the universe.</param>
/// <param name="Field">Ordinal of the field; −1 for a bar.</param>
/// <param name="Bar">The bar; for an observation its stamp is the open time and its value the close.</param>
public readonly record struct MarketEvent(int Instrument, int Field, Bar Bar)
{
    /// <summary>True for a bar.</summary>
    public bool IsBar => Field < 0;

    /// <summary>Value of an observation.</summary>
    public double Value => Bar.Close;

    /// <summary>Stamp of an observation, or open time of a bar.</summary>
    public long Stamp => Bar.OpenTime;

    /// <summary>A bar.</summary>
    public static MarketEvent OfBar(int instrument, in Bar bar) => new(instrument, -1, bar);

    /// <summary>An observation.</summary>
    public static MarketEvent OfField(int instrument, int field, long stamp, double value) =>
        new(instrument, field, new Bar(stamp, double.NaN, double.NaN, double.NaN, value, double.NaN));
}
