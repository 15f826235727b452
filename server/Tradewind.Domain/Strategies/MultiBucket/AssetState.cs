using Tradewind.Domain.Indicators;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Strategies.MultiBucket;

/// <summary>
/// History and scores of one asset (multi-bucket specification, sections 2 and 3). A day without a bar is a row of NaN. A score whose
/// window holds a missing value is NaN, except the momentum z-scores, which leave missing values out.
/// </summary>
internal sealed class AssetState
{
    private const int StrengthIndexWindow = 14;
    private readonly MultiBucketSettings _settings;
    private readonly TrailingColumn[] _momentum;
    private readonly TrailingColumn _strengthIndex;
    private readonly double[] _residuals;
    private Rsi _rsi = new(StrengthIndexWindow);
    private Atr _range;

    public AssetState(int instrument, Instrument details, string symbol, MultiBucketSettings settings)
    {
        (Instrument, Id, Symbol, _settings) = (instrument, details.Id, symbol, settings);
        (LotSize, Multiplier, MultiplierValue) = (details.LotSize, details.Multiplier, (double)details.Multiplier);
        int rows = Math.Max(
            Math.Max(settings.ScoreWindow, settings.Horizons[^1]), Math.Max(Math.Max(settings.RegressionWindow, settings.PairWindow),
            Math.Max(settings.CorrelationWindows[^1], Math.Max(settings.VolatilityWindow, RegimeView.CovarianceWindow)))) + 16;
        (Closes, Returns, Composites) = (new TrailingColumn(rows), new TrailingColumn(rows), new TrailingColumn(rows));
        _strengthIndex = new TrailingColumn(Math.Max(rows, settings.StrengthLookback + 1));
        _momentum = [.. settings.Horizons.Select(_ => new TrailingColumn(rows))];
        (Momentum, Score) = (new double[settings.Horizons.Length], new double[settings.Horizons.Length]);
        _residuals = new double[settings.RegressionWindow];
        _range = new Atr(settings.AtrWindow);
    }

    /// <summary>Ordinal in the universe.</summary>
    public int Instrument { get; }

    public string Id { get; }

    public string Symbol { get; }

    public decimal LotSize { get; }

    public decimal Multiplier { get; }

    public double MultiplierValue { get; }

    public TrailingColumn Closes { get; }

    public TrailingColumn Returns { get; }

    public TrailingColumn Composites { get; }

    /// <summary>Today's close; NaN where there is none.</summary>
    public double Close { get; private set; } = double.NaN;

    /// <summary>Last close there was: the mark.</summary>
    public double Mark { get; private set; } = double.NaN;

    /// <summary>Return over each horizon.</summary>
    public double[] Momentum { get; }

    /// <summary>Its z-score.</summary>
    public double[] Score { get; }

    public double Composite { get; private set; } = double.NaN;

    /// <summary>Return over the first horizon less that over the second.</summary>
    public double Acceleration { get; private set; } = double.NaN;

    /// <summary>Momentum strength in [−1, 1].</summary>
    public double Strength { get; private set; } = double.NaN;

    /// <summary>Wilder's average true range, in price.</summary>
    public double Range { get; private set; } = double.NaN;

    /// <summary>Annual volatility with its floor, fraction.</summary>
    public double Volatility { get; private set; } = double.NaN;

    /// <summary>Slope on the market asset; NaN where unknown.</summary>
    public double Beta { get; private set; } = double.NaN;

    /// <summary>Today's residual.</summary>
    public double Residual { get; private set; } = double.NaN;

    public double ResidualScore { get; private set; } = double.NaN;

    /// <summary>True when acceleration or an established trend carries the momentum on.</summary>
    public bool IsCarriedOn => Acceleration > _settings.Acceleration || Score[^1] > _settings.EstablishedTrend;

    /// <summary>Takes in a day; <paramref name="bar"/> is null where the asset has none.</summary>
    public void Add(Bar? bar)
    {
        Close = bar?.Close ?? double.NaN;
        double before = Closes.Ago(0);
        Closes.Add(Close);
        Returns.Add(Close / before - 1);
        if (bar is { } day)
        {
            Mark = Close;
            Range = _range.Update(day.High, day.Low, day.Close);
            _strengthIndex.Add(_rsi.Update(Close));
        }

        double sum = 0;
        for (int h = 0; h < Momentum.Length; h++)
        {
            Momentum[h] = Close / Closes.Ago(_settings.Horizons[h]) - 1;
            _momentum[h].Add(Momentum[h]);
            Score[h] = ScoreOf(_momentum[h].AtMost(_settings.ScoreWindow), Momentum[h]);
            sum += _settings.Weights[h] * Score[h];
        }

        Composite = sum;
        Composites.Add(sum);
        Acceleration = Momentum[0] - Momentum[1];
        Strength = bar is null ? double.NaN : _settings.StrengthByUpDays ? UpDays() : Slope();
        Volatility = Annual(WindowStatistics.Deviation(Returns.Last(_settings.VolatilityWindow)));
        if (bar is null)
        {
            Range = double.NaN;
        }
    }

    /// <summary>Fits the asset on the market asset; call once a day after <see cref="Add"/> of both.</summary>
    public void Fit(AssetState market)
    {
        ReadOnlySpan<double> own = Returns.Last(_settings.RegressionWindow);
        ReadOnlySpan<double> factor = market.Returns.Last(_settings.RegressionWindow);
        (double intercept, Beta) = WindowStatistics.Line(factor, own);
        (Residual, ResidualScore) = (double.NaN, double.NaN);
        if (double.IsNaN(Beta))
        {
            return;
        }

        for (int i = 0; i < own.Length; i++)
        {
            _residuals[i] = own[i] - intercept - Beta * factor[i];
        }

        Residual = _residuals[^1];
        ResidualScore = ResidualScores.Last(_residuals, _settings.ResidualWindow, _settings.ResidualCumulative);
    }

    /// <summary>Annual volatility of a daily deviation, at least the floor.</summary>
    public double Annual(double deviation) => double.IsNaN(deviation)
        ? double.NaN
        : Math.Max(_settings.VolatilityFloor, deviation * Math.Sqrt(_settings.DaysPerYear));

    private double ScoreOf(ReadOnlySpan<double> values, double today)
    {
        (double sum, int count) = (0, 0);
        foreach (double value in values)
        {
            if (!double.IsNaN(value))
            {
                sum += value;
                count++;
            }
        }

        if (count < _settings.LeastScoreWindow || double.IsNaN(today))
        {
            return double.NaN;
        }

        double mean = sum / count;
        double squares = 0;
        foreach (double value in values)
        {
            squares += double.IsNaN(value) ? 0 : (value - mean) * (value - mean);
        }

        double deviation = Math.Sqrt(squares / (count - 1));
        return deviation > 1e-13 * Math.Abs(mean) ? (today - mean) / deviation : double.NaN;
    }

    private double Slope() =>
        Math.Clamp((_strengthIndex.Ago(0) - _strengthIndex.Ago(_settings.StrengthLookback)) / _settings.StrengthScale, -1, 1);

    private double UpDays()
    {
        ReadOnlySpan<double> last = Returns.Last(StrengthIndexWindow);
        int up = 0;
        foreach (double value in last)
        {
            if (double.IsNaN(value))
            {
                return double.NaN;
            }

            up += value > 0 ? 1 : 0;
        }

        return last.IsEmpty ? double.NaN : 2.0 * up / StrengthIndexWindow - 1;
    }
}
