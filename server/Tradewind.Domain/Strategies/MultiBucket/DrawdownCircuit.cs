namespace Tradewind.Domain.Strategies.MultiBucket;

/// <summary>
/// Cuts the book once when equity has fallen too far from its peak, until it has recovered, and where it is asked for once more at a deeper
/// fall (multi-bucket specification, section 9).
/// </summary>
internal sealed class DrawdownCircuit(MultiBucketSettings settings)
{
    private double _peak = double.NaN;
    private bool _cutTwice;

    public bool Tripped { get; private set; }

    /// <summary>Times it tripped.</summary>
    public int Trips { get; private set; }

    /// <summary>Times the book was cut, second cuts included.</summary>
    public int Cuts { get; private set; }

    /// <summary>Fall from the peak as a fraction.</summary>
    public double Drawdown { get; private set; }

    /// <summary>Multiplier of new sizes: the same after a second cut as after the first.</summary>
    public double Multiplier => Tripped ? settings.CircuitReduction : 1;

    /// <summary>Takes in equity at a close, the first of which is the capital; true when the book is to be cut now.</summary>
    public bool Update(double equity)
    {
        _peak = double.IsNaN(_peak) ? equity : Math.Max(_peak, equity);
        Drawdown = 1 - equity / _peak;
        bool first = !Tripped && Drawdown > settings.CircuitDrawdown;
        // A fall through both on one day is one cut; the second may follow on the next.
        bool second = Tripped && !_cutTwice && settings.SecondCircuitDrawdown > 0 && Drawdown > settings.SecondCircuitDrawdown;
        Tripped = first || (Tripped && Drawdown > settings.CircuitRecovery);
        _cutTwice = Tripped && (_cutTwice || second);
        Trips += first ? 1 : 0;
        Cuts += first || second ? 1 : 0;
        return first || second;
    }
}
