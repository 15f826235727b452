using Tradewind.Domain.Market;

namespace Tradewind.Domain.Engine;

/// <summary>
/// Prices of a bar as money. The conversion keeps 15 significant digits, so that a limit of 100.1 and a low of 100.1 are equal: a
/// touch is a touch. It is made where a price is asked for: most orders need only one.
/// </summary>
internal readonly struct BarPrices(in Bar bar)
{
    private readonly Bar _bar = bar;

    public decimal Open => (decimal)_bar.Open;

    public decimal High => (decimal)_bar.High;

    public decimal Low => (decimal)_bar.Low;

    public decimal Close => (decimal)_bar.Close;
}
