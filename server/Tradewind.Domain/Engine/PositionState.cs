using Tradewind.Domain.Market;

namespace Tradewind.Domain.Engine;

/// <summary>Books of one instrument. The doubles shadow the decimals, so that marking a bar costs no decimal arithmetic.</summary>
internal sealed class PositionState(Instrument instrument)
{
    public readonly Instrument Instrument = instrument;
    /// <summary>Money of the account per price point and unit: the instrument's multiplier times <see cref="Rate"/>.</summary>
    public decimal Multiplier = instrument.Multiplier;
    public double MultiplierValue = (double)instrument.Multiplier;
    private bool _isUnit = instrument.Multiplier == 1;

    /// <summary>Money of the account for one of the quote currency; 0 while no exchange rate is known.</summary>
    public decimal Rate = 1;

    /// <summary>True where it is quoted in another currency than the account's.</summary>
    public bool IsConverted;

    public decimal Quantity;
    public decimal AveragePrice;
    public Amount Realised;
    public Amount Costs;

    /// <summary>Paid for holding so far.</summary>
    public Amount Financing;

    /// <summary>Costs and financing paid for the quantity still open.</summary>
    public Amount EntryCosts;

    /// <summary>Money that would have moved had each fill been paid in full; checks <see cref="Realised"/> by another route.</summary>
    public Amount CashFlow;

    public double QuantityValue;
    public double AverageValue;
    public double Mark = double.NaN;

    public long EntryTime;
    public long EntryBar;
    public long BarCount;

    /// <summary>True while bars or prints inside a bar of decisions come in.</summary>
    public bool IsBarUnderWay;

    /// <summary>Range of prices over the bars held to their close since the position was opened.</summary>
    public double LowestPrice;
    public double HighestPrice;

    /// <summary>True when the position was opened at the close of the current bar, whose range it never saw.</summary>
    public bool OpenedAtClose;

    /// <summary>Widens the range its position has seen.</summary>
    public void Widen(double low, double high)
    {
        LowestPrice = Math.Min(LowestPrice, low);
        HighestPrice = Math.Max(HighestPrice, high);
    }

    /// <summary>Changes the rate of conversion.</summary>
    public void Convert(decimal rate)
    {
        (IsConverted, Rate, Multiplier) = (true, rate, Instrument.Multiplier * rate);
        (MultiplierValue, _isUnit) = ((double)Multiplier, Multiplier == 1);
    }

    /// <summary>Price × quantity × multiplier in money of the account.</summary>
    public decimal Worth(decimal price, decimal quantity)
    {
        decimal worth = price * quantity;
        return _isUnit ? worth : worth * Multiplier;
    }

    public bool IsOpen => QuantityValue != 0;

    public double Unrealised => QuantityValue == 0 ? 0 : QuantityValue * (Mark - AverageValue) * MultiplierValue;

    public void Shadow()
    {
        QuantityValue = (double)Quantity;
        AverageValue = (double)AveragePrice;
    }

    public Position Snapshot() => new(Instrument.Id, Quantity, AveragePrice, Mark, Unrealised, Realised.Value, Costs.Value, Financing.Value);
}
