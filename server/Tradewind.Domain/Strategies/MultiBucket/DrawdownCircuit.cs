namespace Tradewind.Domain.Strategies.MultiBucket;

/// <summary>Cuts the book once when equity has fallen too far from its peak, until it has recovered (multi-bucket specification, section 9).</summary>
internal sealed class DrawdownCircuit(MultiBucketSettings settings)
{
    private double _peak = double.NaN;

    public bool Tripped { get; private set; }

    /// <summary>Times it tripped.</summary>
    public int Trips { get; private set; }

    /// <summary>Fall from the peak as a fraction.</summary>
    public double Drawdown { get; private set; }

    /// <summary>Multiplier of new sizes.</summary>
    public double Multiplier => Tripped ? settings.CircuitReduction : 1;

    /// <summary>Takes in equity at a close, the first of which is the capital; true when the book is to be cut now.</summary>
    public bool Update(double equity)
    {
        _peak = double.IsNaN(_peak) ? equity : Math.Max(_peak, equity);
        Drawdown = 1 - equity / _peak;
        bool cut = !Tripped && Drawdown > settings.CircuitDrawdown;
        Tripped = cut || (Tripped && Drawdown > settings.CircuitRecovery);
        Trips += cut ? 1 : 0;
        return cut;
    }
}
