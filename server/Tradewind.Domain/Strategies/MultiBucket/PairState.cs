namespace Tradewind.Domain.Strategies.MultiBucket;

/// <summary>Spread of a pair: the first asset less its line on the second (multi-bucket specification, section 5).</summary>
internal sealed class PairState(string id, int first, int second, MultiBucketSettings settings)
{
    private const int LongCorrelation = 30;
    private const int ShortCorrelation = 7;
    private readonly double[] _x = new double[settings.PairWindow];
    private readonly double[] _y = new double[settings.PairWindow];
    private readonly double[] _legs = new double[settings.VolatilityWindow];
    private readonly TrailingColumn _shortCorrelations = new(ShortCorrelation + 1);

    public string Id => id;

    /// <summary>Asset bought in a long spread.</summary>
    public int First => first;

    public int Second => second;

    public double Intercept { get; private set; } = double.NaN;

    public double Slope { get; private set; } = double.NaN;

    /// <summary>Sample deviation of the spread.</summary>
    public double Deviation { get; private set; } = double.NaN;

    /// <summary>Today's spread.</summary>
    public double Spread { get; private set; } = double.NaN;

    public double Score => Deviation > 0 ? Spread / Deviation : double.NaN;

    /// <summary>30-day correlation of returns.</summary>
    public double Correlation { get; private set; } = double.NaN;

    /// <summary>Fall of the 7-day correlation over 7 days.</summary>
    public double CorrelationDecline { get; private set; } = double.NaN;

    /// <summary>Money of the second leg for one of the first.</summary>
    public double HedgeRatio { get; private set; } = double.NaN;

    /// <summary>Annual volatility of one unit of gross in the pair, with its floor.</summary>
    public double Volatility { get; private set; } = double.NaN;

    /// <summary>Spread of two prices on a line that was fitted before.</summary>
    public double SpreadOn(double firstPrice, double secondPrice, double intercept, double slope) => settings.PairInLogs
        ? Math.Log(firstPrice) - intercept - slope * Math.Log(secondPrice)
        : firstPrice - intercept - slope * secondPrice;

    public void Update(AssetState a, AssetState b)
    {
        double shortCorrelation = WindowStatistics.Correlation(a.Returns.Last(ShortCorrelation), b.Returns.Last(ShortCorrelation));
        _shortCorrelations.Add(shortCorrelation);
        CorrelationDecline = _shortCorrelations.Ago(ShortCorrelation) - shortCorrelation;
        Correlation = WindowStatistics.Correlation(a.Returns.Last(LongCorrelation), b.Returns.Last(LongCorrelation));
        (Intercept, Slope, Deviation, Spread, HedgeRatio, Volatility) =
            (double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);
        ReadOnlySpan<double> y = a.Closes.Last(settings.PairWindow);
        ReadOnlySpan<double> x = b.Closes.Last(settings.PairWindow);
        if (x.IsEmpty || y.IsEmpty)
        {
            return;
        }

        for (int i = 0; i < x.Length; i++)
        {
            (_x[i], _y[i]) = settings.PairInLogs ? (Math.Log(x[i]), Math.Log(y[i])) : (x[i], y[i]);
        }

        (Intercept, Slope) = WindowStatistics.Line(_x, _y);
        for (int i = 0; i < _x.Length; i++)
        {
            _x[i] = _y[i] - Intercept - Slope * _x[i];
        }

        (Spread, Deviation) = (_x[^1], WindowStatistics.Deviation(_x));
        HedgeRatio = settings.PairInLogs ? Slope : Slope * b.Close / a.Close;
        Volatility = VolatilityOf(a, b);
    }

    private double VolatilityOf(AssetState a, AssetState b)
    {
        ReadOnlySpan<double> first = a.Returns.Last(settings.VolatilityWindow);
        ReadOnlySpan<double> second = b.Returns.Last(settings.VolatilityWindow);
        if (first.IsEmpty || second.IsEmpty)
        {
            return double.NaN;
        }

        for (int i = 0; i < _legs.Length; i++)
        {
            _legs[i] = (first[i] - HedgeRatio * second[i]) / (1 + HedgeRatio);
        }

        return a.Annual(WindowStatistics.Deviation(_legs));
    }
}
