using Tradewind.Domain.Strategies.Attribution;

namespace Tradewind.Domain.Strategies.MultiBucket;

/// <summary>Collects the figures of each day by bucket and correlation window, and gives them out as columns with those of the portfolio.</summary>
internal sealed class DailyFigures(MultiBucketSettings settings)
{
    private static readonly int s_buckets = Enum.GetValues<Bucket>().Length;
    private readonly List<double> _gross = [];
    private readonly List<double> _net = [];
    private readonly List<double> _signals = [];
    private readonly List<double> _positions = [];
    private readonly List<double> _correlations = [];

    /// <summary>Takes a day in.</summary>
    public void Add(double equity, SleeveBook book, RegimeView regime, List<Candidate> candidates)
    {
        Span<double> gross = stackalloc double[s_buckets], net = stackalloc double[s_buckets];
        Span<double> signals = stackalloc double[s_buckets], positions = stackalloc double[s_buckets];
        foreach (Sleeve sleeve in book.Sleeves)
        {
            gross[(int)sleeve.Bucket] += sleeve.Gross / equity;
            positions[(int)sleeve.Bucket] += sleeve.IsFlat ? 0 : 1;
            foreach (SleeveLeg leg in sleeve.Legs)
            {
                net[(int)sleeve.Bucket] += leg.Value / equity;
            }
        }

        foreach (Candidate candidate in candidates)
        {
            signals[(int)candidate.Bucket]++;
        }

        _gross.AddRange(gross);
        _net.AddRange(net);
        _signals.AddRange(signals);
        _positions.AddRange(positions);
        _correlations.AddRange(regime.Windows);
    }

    /// <summary>Share of the days with risk on at which a bucket's gross was inside a range; null without such days.</summary>
    public double? ShareInRange(Bucket bucket, IReadOnlyList<PortfolioDay> days)
    {
        if (BucketNames.RangeOf(bucket) is not { } range)
        {
            return null;
        }

        (int normal, int inside) = (0, 0);
        for (int day = 0; day < days.Count; day++)
        {
            double gross = _gross[day * s_buckets + (int)bucket];
            normal += days[day].RiskOff ? 0 : 1;
            inside += !days[day].RiskOff && gross >= range.Minimum && gross <= range.Maximum ? 1 : 0;
        }

        return normal == 0 ? null : (double)inside / normal;
    }

    /// <summary>Every figure as a column.</summary>
    public IEnumerable<DayColumn> Columns(IReadOnlyList<PortfolioDay> days, IReadOnlyList<double> profits)
    {
        (string Name, Func<PortfolioDay, double> Of)[] figures =
        [
            ("equity", day => day.Equity), ("gross", day => day.Gross), ("net", day => day.Net), ("beta", day => day.Beta),
            ("scope_beta", day => day.ScopeBeta), ("leverage", day => day.Leverage), ("risk_off", day => day.RiskOff ? 1 : 0),
            ("circuit_tripped", day => day.CircuitTripped ? 1 : 0), ("average_correlation", day => day.AverageCorrelation),
            ("flat_share", day => day.FlatShare), ("drawdown", day => day.Drawdown), ("expected_volatility", day => day.ExpectedVolatility),
            ("opportunities", day => day.Opportunities), ("open_positions", day => day.OpenPositions),
        ];
        foreach ((string name, Func<PortfolioDay, double> of) in figures)
        {
            yield return new DayColumn(name, days.Select(of).ToArray());
        }

        for (int window = 0; window < settings.CorrelationWindows.Length; window++)
        {
            yield return Column(FormattableString.Invariant($"correlation_{settings.CorrelationWindows[window]}"), _correlations, window, settings.CorrelationWindows.Length);
        }

        foreach (Bucket bucket in Enum.GetValues<Bucket>())
        {
            (string name, int at) = (BucketNames.Of(bucket), (int)bucket);
            yield return Column($"{name}_profit", profits, at, s_buckets);
            yield return Column($"{name}_gross", _gross, at, s_buckets);
            yield return Column($"{name}_net", _net, at, s_buckets);
            yield return new DayColumn($"{name}_share", days.Select((_, day) => ShareOfGross(day, at)).ToArray());
            yield return Column($"{name}_signals", _signals, at, s_buckets);
            yield return Column($"{name}_positions", _positions, at, s_buckets);
        }
    }

    // Nothing held has no distribution.
    private double ShareOfGross(int day, int bucket)
    {
        double all = 0;
        for (int other = 0; other < s_buckets; other++)
        {
            all += _gross[day * s_buckets + other];
        }

        return all > 0 ? _gross[day * s_buckets + bucket] / all : double.NaN;
    }

    private static DayColumn Column(string name, IReadOnlyList<double> rows, int at, int width)
    {
        double[] values = new double[rows.Count / width];
        for (int day = 0; day < values.Length; day++)
        {
            values[day] = rows[day * width + at];
        }

        return new DayColumn(name, values);
    }
}
