namespace Tradewind.Domain.Strategies.Regime;

/// <summary>
/// Market regime of a series of returns (research specification, section 4): volatility, trend and largest fall of the last returns, the
/// first rule that holds. A trend also has to be significant: mean over standard error beyond ±1. The label in force is the commonest of
/// the last five; of equally common ones the one seen last.
/// </summary>
internal sealed class MarketRegimeView(int window, double periodsPerYear)
{
    private const int LeastReturns = 20;
    private const int Votes = 5;
    private const double LeastFactor = 0.01;
    private readonly TrailingColumn _returns = new(window);
    private readonly MarketRegime[] _latest = new MarketRegime[Votes];
    private int _count;
    private int _labels;

    /// <summary>Annual volatility, fraction.</summary>
    public double Volatility { get; private set; } = double.NaN;

    /// <summary>Gain over the window for a year, fraction.</summary>
    public double Trend { get; private set; } = double.NaN;

    /// <summary>Largest fall inside the window, fraction.</summary>
    public double Drawdown { get; private set; } = double.NaN;

    /// <summary>Confidence of the label of the last row.</summary>
    public double Confidence { get; private set; }

    /// <summary>Takes in a return and gives the regime in force; a missing return changes nothing.</summary>
    public MarketRegime Update(double value)
    {
        if (double.IsNaN(value))
        {
            return InForce();
        }

        _returns.Add(value);
        _count = Math.Min(_count + 1, window);
        MarketRegime label = _count < LeastReturns ? MarketRegime.Unknown : Classify(_returns.Last(_count));
        if (label != MarketRegime.Unknown)
        {
            _latest[_labels++ % Votes] = label;
        }

        return InForce();
    }

    private MarketRegime Classify(ReadOnlySpan<double> returns)
    {
        (double wealth, double peak) = (1, 1);
        Drawdown = 0;
        foreach (double value in returns)
        {
            wealth *= Math.Max(1 + value, LeastFactor);
            peak = Math.Max(peak, wealth);
            Drawdown = Math.Max(Drawdown, 1 - wealth / peak);
        }

        double deviation = WindowStatistics.Deviation(returns);
        double significance = WindowStatistics.Mean(returns) / (deviation / Math.Sqrt(returns.Length));
        (Volatility, Trend) = (deviation * Math.Sqrt(periodsPerYear), (wealth - 1) * periodsPerYear / returns.Length);
        (MarketRegime label, Confidence) = this switch
        {
            { Drawdown: > 0.15, Volatility: > 0.40 } => (MarketRegime.Crisis, 0.9),
            { Volatility: > 0.50 } => (MarketRegime.HighVolatility, 0.85),
            { Volatility: < 0.105 } => (MarketRegime.LowVolatility, 0.8),
            { Trend: > 0.10 } when significance > 1 => (MarketRegime.TrendingUp, Math.Min(0.9, 0.5 + Math.Abs(Trend))),
            { Trend: < -0.10 } when significance < -1 => (MarketRegime.TrendingDown, Math.Min(0.9, 0.5 + Math.Abs(Trend))),
            _ => (MarketRegime.Ranging, 0.6),
        };
        return label;
    }

    private MarketRegime InForce()
    {
        (MarketRegime best, int most) = (MarketRegime.Unknown, 0);
        int labels = Math.Min(_labels, Votes);
        // From the latest back, so that of equally common labels the latest is met first.
        for (int back = 1; back <= labels; back++)
        {
            MarketRegime label = _latest[(_labels - back) % Votes];
            int votes = 0;
            for (int other = 1; other <= labels; other++)
            {
                votes += _latest[(_labels - other) % Votes] == label ? 1 : 0;
            }

            (best, most) = votes > most ? (label, votes) : (best, most);
        }

        return best;
    }
}
