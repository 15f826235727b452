using Tradewind.Domain.Market;

namespace Tradewind.Domain.Engine;

/// <summary>
/// Prices of a bar as money. The conversion keeps 15 significant digits, so that a limit of 100.1 and a low of 100.1 are equal: a
/// touch is a touch.
/// </summary>
internal readonly record struct BarPrices(decimal Open, decimal High, decimal Low, decimal Close)
{
    public static BarPrices Of(in Bar bar) => new((decimal)bar.Open, (decimal)bar.High, (decimal)bar.Low, (decimal)bar.Close);
}
