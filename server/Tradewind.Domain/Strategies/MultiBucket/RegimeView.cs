namespace Tradewind.Domain.Strategies.MultiBucket;

/// <summary>Average correlation, leverage and risk-off of the universe (multi-bucket specification, sections 6 and 7).</summary>
internal sealed class RegimeView
{
    /// <summary>Days of the covariance of the expected volatility.</summary>
    public const int CovarianceWindow = 60;

    private readonly MultiBucketSettings _settings;
    private readonly double[] _sum;
    private int _calmDays;
    private bool _triggeredBefore;

    public RegimeView(MultiBucketSettings settings)
    {
        _settings = settings;
        Windows = new double[settings.CorrelationWindows.Length];
        _sum = new double[settings.CorrelationWindows[^1]];
    }

    /// <summary>Average pairwise correlation by window; NaN where fewer than two assets have it.</summary>
    public double[] Windows { get; }

    /// <summary>Mean of the windows there are.</summary>
    public double AverageCorrelation { get; private set; } = double.NaN;

    /// <summary>True when the average correlation rose too fast.</summary>
    public bool CorrelationShift { get; private set; }

    /// <summary>Share of assets without momentum; NaN where none has a score.</summary>
    public double FlatShare { get; private set; } = double.NaN;

    /// <summary>True when too few assets have momentum.</summary>
    public bool BreadthCollapse { get; private set; }

    public bool RiskOff { get; private set; }

    /// <summary>Leverage in effect, least while risk is off.</summary>
    public double Leverage { get; private set; }

    public void Update(AssetState[] assets)
    {
        double before = AverageCorrelation;
        (double sum, int count) = (0, 0);
        for (int i = 0; i < Windows.Length; i++)
        {
            Windows[i] = AverageOver(assets, _settings.CorrelationWindows[i]);
            if (!double.IsNaN(Windows[i]))
            {
                sum += Windows[i];
                count++;
            }
        }

        AverageCorrelation = count > 0 ? sum / count : double.NaN;
        CorrelationShift = AverageCorrelation - before > _settings.RegimeShift && AverageCorrelation > _settings.RiskOffCorrelation;
        (int valid, int flat) = (0, 0);
        foreach (AssetState asset in assets)
        {
            valid += double.IsNaN(asset.Composite) ? 0 : 1;
            flat += Math.Abs(asset.Composite) < _settings.BreadthComposite ? 1 : 0;
        }

        FlatShare = valid > 0 ? (double)flat / valid : double.NaN;
        BreadthCollapse = FlatShare > _settings.BreadthCollapse;
        bool triggered = CorrelationShift || BreadthCollapse;
        _calmDays = triggered ? 0 : _calmDays + 1;
        _triggeredBefore |= triggered;
        RiskOff = _triggeredBefore && _calmDays < _settings.RiskOffClearDays;
        double leverage = _settings.LeverageAt(AverageCorrelation);
        Leverage = RiskOff ? Math.Min(leverage, _settings.LeastLeverage) : leverage;
    }

    // With rows of mean 0 and length 1, the sum over all pairs of correlations is half of (|sum of rows|² − number of rows).
    private double AverageOver(AssetState[] assets, int window)
    {
        Span<double> sum = _sum.AsSpan(0, window);
        sum.Clear();
        int count = 0;
        foreach (AssetState asset in assets)
        {
            ReadOnlySpan<double> returns = asset.Returns.Last(window);
            double deviation = WindowStatistics.Deviation(returns);
            if (!(deviation > 0))
            {
                continue;
            }

            double mean = WindowStatistics.Mean(returns);
            double scale = 1 / (deviation * Math.Sqrt(window - 1));
            for (int i = 0; i < window; i++)
            {
                sum[i] += (returns[i] - mean) * scale;
            }

            count++;
        }

        double squares = 0;
        foreach (double value in sum)
        {
            squares += value * value;
        }

        return count < 2 ? double.NaN : (squares - count) / ((double)count * (count - 1));
    }
}
