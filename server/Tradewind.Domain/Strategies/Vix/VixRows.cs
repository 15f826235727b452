using Tradewind.Domain.Indicators;

namespace Tradewind.Domain.Strategies.Vix;

/// <summary>
/// The VIX and one price on the dates of the VIX: a row is added with the first bar at which a new value of the VIX is known, so that the
/// price's return spans the days the VIX does not trade. Every window and lag counts these rows.
/// </summary>
internal sealed class VixRows
{
    private const int BandWindow = 10;
    private const int ChangeRows = 3;
    private const int ExtremeWindow = 14;
    private const double BandWidth = 1.5;
    private readonly VixCorrelationSettings _settings;
    private readonly RollingCorrelation[] _correlations;
    private readonly double[] _bestByWindow;
    private readonly Lag[] _lags;
    private readonly OrderedWindow _levels;
    private readonly OrderedWindow _history;
    private RollingDeviation _band = new(BandWindow);
    private Lag _earlier = new(ChangeRows);
    private Change _vixReturn = new(ChangeKind.Return);
    private Change _priceReturn = new(ChangeKind.Return);
    private RollingDeviation _deviation = new(ExtremeWindow);
    private Rsi _rsi = new(14);
    private RollingMax _highest = new(ExtremeWindow);
    private RollingMin _lowest = new(ExtremeWindow);

    public VixRows(VixCorrelationSettings settings)
    {
        _settings = settings;
        _correlations = [.. settings.Windows.SelectMany(window => Enumerable.Range(0, settings.MaxLag + 1).Select(_ => new RollingCorrelation(window)))];
        _bestByWindow = new double[settings.Windows.Length];
        _lags = [.. Enumerable.Range(1, settings.MaxLag).Select(lag => new Lag(lag))];
        (_levels, _history) = (new OrderedWindow(settings.Lookback - 1), new OrderedWindow(settings.Lookback));
    }

    /// <summary>Rows so far.</summary>
    public int Count { get; private set; }

    /// <summary>VIX of the last row.</summary>
    public double Vix { get; private set; }

    /// <summary>Distance of the VIX from its average of 10 rows in deviations; NaN where they do not vary.</summary>
    public double BandScore { get; private set; } = double.NaN;

    /// <summary>Relative change of the VIX over 3 rows.</summary>
    public double Change { get; private set; } = double.NaN;

    /// <summary>The correlation of largest size over windows and lags; NaN where none is defined.</summary>
    public double Correlation { get; private set; } = double.NaN;

    /// <summary>Correlation at or below which it is negative.</summary>
    public double NegativeThreshold { get; private set; }

    /// <summary>Correlation at or above which it is positive.</summary>
    public double PositiveThreshold { get; private set; }

    /// <summary>Share of the other rows of the lookback with a lower VIX, percent; NaN without any.</summary>
    public double Percentile { get; private set; } = double.NaN;

    public double Rsi { get; private set; } = double.NaN;

    /// <summary>Fall from the highest of the last 14 closes, this one included, as a fraction.</summary>
    public double Drawdown { get; private set; } = double.NaN;

    /// <summary>Rise from the lowest of the last 14 closes, this one included, as a fraction.</summary>
    public double Rise { get; private set; } = double.NaN;

    /// <summary>Deviation of the last 14 returns.</summary>
    public double Deviation { get; private set; } = double.NaN;

    /// <summary>True where the VIX is outside its upper band.</summary>
    public bool IsAboveBand => BandScore > BandWidth;

    /// <summary>True where the VIX is outside its lower band.</summary>
    public bool IsBelowBand => BandScore < -BandWidth;

    /// <summary>Adds a row.</summary>
    public void Add(double vix, double close)
    {
        Count++;
        Vix = vix;
        Percentile = 100 * _levels.ShareBelow(vix);
        _levels.Add(vix);
        double deviation = _band.Update(vix);
        BandScore = (vix - _band.Mean) / deviation;
        Change = vix / _earlier.Update(vix) - 1;
        Rsi = _rsi.Update(close);
        Drawdown = 1 - close / _highest.Update(close);
        Rise = close / _lowest.Update(close) - 1;
        double priceReturn = _priceReturn.Update(close);
        Deviation = _deviation.Update(priceReturn);
        Correlate(priceReturn, _vixReturn.Update(vix));
    }

    /// <summary>Windows whose own best lag passes the threshold on one side.</summary>
    public int Agreeing(bool negative)
    {
        int count = 0;
        foreach (double best in _bestByWindow)
        {
            count += negative ? best <= NegativeThreshold ? 1 : 0 : best >= PositiveThreshold ? 1 : 0;
        }

        return count;
    }

    // Lag k pairs the price with the VIX of k rows before; a lag the other way round would look into the future.
    private void Correlate(double priceReturn, double vixReturn)
    {
        Span<double> lagged = stackalloc double[_lags.Length + 1];
        lagged[0] = vixReturn;
        for (int lag = 1; lag < lagged.Length; lag++)
        {
            lagged[lag] = _lags[lag - 1].Update(vixReturn);
        }

        Correlation = double.NaN;
        for (int window = 0; window < _bestByWindow.Length; window++)
        {
            double best = double.NaN;
            for (int lag = 0; lag < lagged.Length; lag++)
            {
                double value = _correlations[window * lagged.Length + lag].Update(priceReturn, lagged[lag]);
                best = Larger(best, value);
            }

            _bestByWindow[window] = best;
            Correlation = Larger(Correlation, best);
        }

        bool byHistory = _settings.DynamicThresholds && _history.Count >= 20;
        NegativeThreshold = byHistory ? _history.Percentile(20) : -_settings.Threshold;
        PositiveThreshold = byHistory ? _history.Percentile(80) : _settings.Threshold;
        _history.Add(Correlation);
    }

    private static double Larger(double best, double value) =>
        double.IsNaN(best) || Math.Abs(value) > Math.Abs(best) ? value : best;
}
