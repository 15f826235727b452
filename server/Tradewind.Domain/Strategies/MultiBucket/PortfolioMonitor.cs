using Tradewind.Domain.Market;
using Tradewind.Domain.Strategies.Attribution;

namespace Tradewind.Domain.Strategies.MultiBucket;

/// <summary>Writes down each day what the portfolio holds and made, by bucket (multi-bucket specification, section 10).</summary>
internal sealed class PortfolioMonitor
{
    private static readonly int BucketCount = Enum.GetValues<Bucket>().Length;
    private readonly MultiBucketSettings _settings;
    private readonly AssetState[] _assets;
    private readonly int _market;
    private readonly List<PortfolioDay> _days = [];
    private readonly List<double> _profits = [];
    private readonly List<double> _turnover = [];
    private readonly List<double> _alpha = [];
    private readonly List<SleeveTrade> _trades = [];
    private readonly double[] _closedProfit = new double[BucketCount];
    private readonly decimal[] _closedFees = new decimal[BucketCount];
    private readonly double[] _grossSum = new double[BucketCount];
    private readonly int[] _signals = new int[BucketCount];
    private readonly double[] _weights;
    private readonly double[] _weightsBefore;
    private readonly double[] _residualWeights;
    private readonly double[] _portfolio = new double[RegimeView.CovarianceWindow];
    private readonly ForecastQuality _forecast;
    private readonly DailyFigures _daily;
    private double _residualAlpha;

    public PortfolioMonitor(MultiBucketSettings settings, AssetState[] assets, int market)
    {
        (_settings, _assets, _market) = (settings, assets, market);
        (_weights, _weightsBefore, _residualWeights) = (new double[assets.Length], new double[assets.Length], new double[assets.Length]);
        _forecast = new ForecastQuality(assets);
        _daily = new DailyFigures(settings);
    }

    /// <summary>The day written last.</summary>
    public PortfolioDay LastDay => _days.Count > 0 ? _days[^1] : default;

    /// <summary>Profit of everything up to now at the last marks.</summary>
    public double Profit(SleeveBook book)
    {
        double sum = 0;
        foreach (double profit in _closedProfit)
        {
            sum += profit;
        }

        foreach (Sleeve sleeve in book.Sleeves)
        {
            sum += sleeve.Profit;
        }

        return sum;
    }

    /// <summary>A sleeve is flat for good.</summary>
    public void Close(Sleeve sleeve, long time, int days)
    {
        int bucket = (int)sleeve.Bucket;
        // Flat: its profit is the money received less paid and no longer depends on a mark.
        double net = sleeve.Profit;
        _closedProfit[bucket] += net;
        _closedFees[bucket] += sleeve.Fees;
        _trades.Add(new SleeveTrade(
            BucketNames.Of(sleeve.Bucket), sleeve.Name, sleeve.Direction > 0, sleeve.FillTime, time, days, net, (double)sleeve.Fees,
            sleeve.Risk, sleeve.IsClosing ? sleeve.ExitReason : "cap"));
    }

    /// <summary>Writes down a day at its close.</summary>
    public void Record(
        long time, double equity, SleeveBook book, RegimeView regime, DrawdownCircuit circuit, List<Candidate> candidates, double[] betas)
    {
        double before = _days.Count > 0 ? _days[^1].Equity : equity;
        double betaBefore = _days.Count > 0 ? _days[^1].Beta : 0;
        NoteResiduals();
        Weigh(equity, book);
        (double gross, double net, double beta, double turnover) = (0, 0, 0, 0);
        for (int i = 0; i < _weights.Length; i++)
        {
            gross += Math.Abs(_weights[i]);
            net += _weights[i];
            beta += _weights[i] * betas[i];
            turnover += Math.Abs(_weights[i] - _weightsBefore[i]);
        }

        foreach (Candidate candidate in candidates)
        {
            _signals[(int)candidate.Bucket]++;
        }

        double marketReturn = _assets[_market].Returns.Ago(0);
        _alpha.Add(equity / before - 1 - (double.IsNaN(marketReturn) ? 0 : betaBefore * marketReturn));
        _turnover.Add(turnover / 2);
        _weights.CopyTo(_weightsBefore, 0);
        _daily.Add(equity, book, regime, candidates);
        _forecast.Add(time, regime.CorrelationShift);
        _days.Add(new PortfolioDay
        {
            Time = time,
            Equity = equity,
            Gross = gross,
            Net = net,
            Beta = beta,
            ScopeBeta = ScopeBeta(equity, book, betas),
            Leverage = regime.Leverage,
            RiskOff = regime.RiskOff,
            CircuitTripped = circuit.Tripped,
            AverageCorrelation = regime.AverageCorrelation,
            FlatShare = regime.FlatShare,
            Drawdown = circuit.Drawdown,
            ExpectedVolatility = ExpectedVolatility(),
            Opportunities = candidates.Count,
            OpenPositions = book.Sleeves.Count,
        });
        (CircuitTrips, CircuitCuts) = (circuit.Trips, circuit.Cuts);
    }

    /// <summary>Times the circuit tripped.</summary>
    public int CircuitTrips { get; private set; }

    /// <summary>Times the book was cut, second cuts included.</summary>
    public int CircuitCuts { get; private set; }

    public PortfolioAttribution Summarise(SleeveBook book)
    {
        double[] betas = [.. _days.Select(day => Math.Abs(day.ScopeBeta)).Order()];
        return new PortfolioAttribution
        {
            Buckets = [.. Enum.GetValues<Bucket>().Select(bucket => Total(bucket, book))],
            Months = [.. Months()],
            Days = _days,
            Trades = _trades,
            InformationRatio = _forecast.InformationRatio(),
            ShiftPrecision = _forecast.ShiftQuality().Precision,
            ShiftRecall = _forecast.ShiftQuality().Recall,
            MeanAbsoluteBeta = betas.Average(),
            AbsoluteBeta95 = betas[(int)Math.Ceiling(0.95 * betas.Length) - 1],
            NeutralShare = (double)betas.Count(beta => beta < _settings.BetaTolerance) / betas.Length,
            RiskOffDays = _days.Count(day => day.RiskOff),
            CircuitDays = _days.Count(day => day.CircuitTripped),
            CircuitTrips = CircuitTrips,
            CircuitCuts = CircuitCuts,
            CashInRange = CashInRange(),
            DayColumns = [.. _daily.Columns(_days, _profits)],
        };
    }

    private double? CashInRange()
    {
        PortfolioDay[] normal = [.. _days.Where(day => !day.RiskOff)];
        return normal.Length == 0 ? null : (double)normal.Count(day => 1 - day.Gross is >= BucketNames.LeastCash and <= BucketNames.MostCash) / normal.Length;
    }

    private void NoteResiduals()
    {
        for (int i = 0; i < _assets.Length; i++)
        {
            double residual = _assets[i].Residual;
            _residualAlpha += double.IsNaN(residual) ? 0 : _residualWeights[i] * residual;
        }
    }

    private void Weigh(double equity, SleeveBook book)
    {
        Array.Clear(_weights);
        Array.Clear(_residualWeights);
        Span<double> profits = stackalloc double[BucketCount];
        _closedProfit.CopyTo(profits);
        foreach (Sleeve sleeve in book.Sleeves)
        {
            profits[(int)sleeve.Bucket] += sleeve.Profit;
            _grossSum[(int)sleeve.Bucket] += sleeve.Gross / equity;
            foreach (SleeveLeg leg in sleeve.Legs)
            {
                _weights[leg.Index] += leg.Value / equity;
                _residualWeights[leg.Index] += sleeve.Bucket == Bucket.Residual ? leg.Value / equity : 0;
            }
        }

        foreach (double profit in profits)
        {
            _profits.Add(profit);
        }
    }

    private double ScopeBeta(double equity, SleeveBook book, double[] betas)
    {
        double sum = 0;
        foreach (Sleeve sleeve in book.Sleeves)
        {
            if (_settings.NeutralizeAll || sleeve.Bucket is Bucket.Residual or Bucket.Hedge)
            {
                foreach (SleeveLeg leg in sleeve.Legs)
                {
                    sum += leg.Value / equity * betas[leg.Index];
                }
            }
        }

        return sum;
    }

    // The deviation of the returns these weights would have had is √(wᵀΣw) of the same window.
    private double ExpectedVolatility()
    {
        Array.Clear(_portfolio);
        for (int i = 0; i < _weights.Length; i++)
        {
            if (_weights[i] != 0)
            {
                ReadOnlySpan<double> returns = _assets[i].Returns.Last(_portfolio.Length);
                if (returns.IsEmpty)
                {
                    return double.NaN;
                }

                for (int day = 0; day < _portfolio.Length; day++)
                {
                    _portfolio[day] += _weights[i] * returns[day];
                }
            }
        }

        return WindowStatistics.Deviation(_portfolio) * Math.Sqrt(_settings.DaysPerYear);
    }

    private BucketAttribution Total(Bucket bucket, SleeveBook book)
    {
        string name = BucketNames.Of(bucket);
        SleeveTrade[] closed = [.. _trades.Where(trade => trade.Bucket == name)];
        Sleeve[] open = [.. book.Sleeves.Where(sleeve => sleeve.Bucket == bucket && !sleeve.IsFlat)];
        double risk = closed.Sum(trade => trade.Risk);
        (double slipped, double money) = book.Slippage[(int)bucket];
        return new BucketAttribution(
            name,
            _profits.Count == 0 ? 0 : _profits[_profits.Count - BucketCount + (int)bucket],
            (double)(_closedFees[(int)bucket] + open.Sum(sleeve => sleeve.Fees)),
            _signals[(int)bucket],
            closed.Length,
            open.Length,
            closed.Length == 0 ? null : (double)closed.Count(trade => trade.Net > 0) / closed.Length,
            closed.Length == 0 ? null : closed.Average(trade => trade.Days),
            risk > 0 ? closed.Sum(trade => trade.Net) / risk : null,
            _days.Count == 0 ? 0 : _grossSum[(int)bucket] / _days.Count,
            money > 0 ? slipped / money * 10_000 : null,
            bucket == Bucket.Residual ? _residualAlpha : 0,
            BucketNames.RangeOf(bucket)?.Minimum,
            BucketNames.RangeOf(bucket)?.Maximum,
            _daily.ShareInRange(bucket, _days));
    }

    private IEnumerable<MonthAttribution> Months()
    {
        double[] start = new double[BucketCount];
        for (int first = 0; first < _days.Count;)
        {
            DateOnly date = MonthOf(_days[first].Time);
            int next = first;
            while (next < _days.Count && MonthOf(_days[next].Time) == date)
            {
                next++;
            }

            double[] end = [.. _profits[((next - 1) * BucketCount)..(next * BucketCount)]];
            yield return new MonthAttribution(
                date.Year, date.Month, [.. end.Select((profit, bucket) => profit - start[bucket])],
                _turnover[first..next].Average(), _forecast.MonthlyCoefficient(date), _alpha[first..next].Sum());
            (start, first) = (end, next);
        }
    }

    // A close at 00:00 of the first of a month belongs to the month before.
    internal static DateOnly MonthOf(long time)
    {
        DateOnly date = UnixTime.ToDate(time - 1);
        return new DateOnly(date.Year, date.Month, 1);
    }
}
