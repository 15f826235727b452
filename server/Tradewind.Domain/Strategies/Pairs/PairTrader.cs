namespace Tradewind.Domain.Strategies.Pairs;

/// <summary>
/// One pair: the logs of its prices at times at which both have a bar, its fit and what is held of it. While it is held, its fit stays
/// what it was at the entry.
/// </summary>
internal sealed class PairTrader(int first, int second, string name, PairSettings settings)
{
    private readonly TrailingColumn _firstLogs = new(Math.Max(settings.Formation, settings.ScoreWindow + 1));
    private readonly TrailingColumn _secondLogs = new(Math.Max(settings.Formation, settings.ScoreWindow + 1));
    private readonly double[] _spreads = new double[settings.ScoreWindow];
    private int _rows;
    private int _fittedRow = -1;
    private bool _disarmed;

    /// <summary>Ordinal of the first instrument.</summary>
    public int First => first;

    /// <summary>Ordinal of the second instrument.</summary>
    public int Second => second;

    /// <summary><c>first:second</c>.</summary>
    public string Name => name;

    /// <summary>The fit in force; null where the pair is not to be traded.</summary>
    public PairFit? Fit { get; private set; }

    /// <summary>z of the spread against the rows before this one; NaN where unknown.</summary>
    public double Score { get; private set; } = double.NaN;

    /// <summary>Deviation of those spreads.</summary>
    public double Deviation { get; private set; } = double.NaN;

    /// <summary>+1 long the first and short the second, −1 the other way round, 0 for nothing.</summary>
    public int Direction { get; private set; }

    /// <summary>Rows since the entry.</summary>
    public int Age { get; private set; }

    /// <summary>Units held of the first, signed.</summary>
    public decimal FirstUnits { get; private set; }

    /// <summary>Units held of the second, signed.</summary>
    public decimal SecondUnits { get; private set; }

    /// <summary>Takes in a row.</summary>
    public void Add(double firstPrice, double secondPrice)
    {
        _firstLogs.Add(Math.Log(firstPrice));
        _secondLogs.Add(Math.Log(secondPrice));
        _rows++;
        Age += Direction == 0 ? 0 : 1;
        bool due = _fittedRow < 0 || _rows - _fittedRow >= settings.RefitRows;
        if (Direction == 0 && due && _rows >= settings.Formation)
        {
            _fittedRow = _rows;
            Fit = PairFit.Of(_firstLogs.Last(settings.Formation), _secondLogs.Last(settings.Formation), settings);
        }

        Measure();
        _disarmed &= !(Math.Abs(Score) < settings.Entry);
    }

    /// <summary>The reason to leave; empty for none. The stop comes first.</summary>
    public string ExitReason()
    {
        double distance = Math.Abs(Score);
        return Direction == 0 ? ""
            : distance >= settings.Stop ? "stop"
            : distance <= settings.Exit || Math.Sign(Score) == Direction ? "converged"
            : Age >= settings.MaxHold ? "time"
            : "";
    }

    /// <summary>
    /// Direction to enter; 0 for none. It has to be worth its costs, and a pair that was stopped or ran out of time waits until its
    /// spread has been inside the entry again.
    /// </summary>
    public int EntryDirection()
    {
        double distance = Math.Abs(Score);
        if (Fit is not { } fit || Direction != 0 || _disarmed || !(distance >= settings.Entry && distance < settings.Stop))
        {
            return 0;
        }

        double cost = 2 * settings.CostBasisPoints / 10_000 * (1 + fit.Slope);
        return cost < (distance - settings.Exit) * Deviation ? -Math.Sign(Score) : 0;
    }

    /// <summary>Holds a pair from now on.</summary>
    public void Open(int direction, decimal firstUnits, decimal secondUnits) =>
        (Direction, Age, FirstUnits, SecondUnits) = (direction, 0, firstUnits, secondUnits);

    /// <summary>Holds nothing any more.</summary>
    public void Close(string reason)
    {
        (Direction, Age, FirstUnits, SecondUnits) = (0, 0, 0, 0);
        _disarmed = reason != "converged";
    }

    private void Measure()
    {
        ReadOnlySpan<double> firsts = _firstLogs.Last(settings.ScoreWindow + 1), seconds = _secondLogs.Last(settings.ScoreWindow + 1);
        if (Fit is not { } fit || firsts.IsEmpty)
        {
            (Score, Deviation) = (double.NaN, double.NaN);
            return;
        }

        for (int i = 0; i < _spreads.Length; i++)
        {
            _spreads[i] = firsts[i] - fit.Intercept - fit.Slope * seconds[i];
        }

        Deviation = WindowStatistics.Deviation(_spreads);
        double now = firsts[^1] - fit.Intercept - fit.Slope * seconds[^1];
        Score = Deviation > 0 ? (now - WindowStatistics.Mean(_spreads)) / Deviation : double.NaN;
    }
}
