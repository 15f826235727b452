using Tradewind.Domain.Indicators;

namespace Tradewind.Domain.Strategies.MultiBucket;

/// <summary>
/// What the signals foretold: rank correlation of composite momentum with the week after it, and falls of the universe after correlation
/// shifts (multi-bucket specification, section 10). Each is worked out when its future is known and reported for the day it was made on.
/// </summary>
internal sealed class ForecastQuality(AssetState[] assets)
{
    private const int Horizon = 7;
    private const int FallDays = 5;
    private const double Fall = -0.05;
    private readonly List<(DateOnly Month, double Value)> _coefficients = [];
    private readonly List<long> _times = [];
    private readonly List<bool> _shifts = [];
    private readonly List<double> _universe = [];
    private readonly double[] _scores = new double[assets.Length];
    private readonly double[] _returns = new double[assets.Length];

    /// <summary>Takes in a day.</summary>
    public void Add(long time, bool shift)
    {
        _times.Add(time);
        _shifts.Add(shift);
        (double sum, int count) = (0, 0);
        int both = 0;
        foreach (AssetState asset in assets)
        {
            double day = asset.Returns.Ago(0);
            (sum, count) = double.IsNaN(day) ? (sum, count) : (sum + day, count + 1);
            (double score, double later) = (asset.Composites.Ago(Horizon), asset.Close / asset.Closes.Ago(Horizon) - 1);
            if (!double.IsNaN(score) && !double.IsNaN(later))
            {
                (_scores[both], _returns[both]) = (score, later);
                both++;
            }
        }

        _universe.Add(count > 0 ? sum / count : 0);
        if (both >= 3 && SampleCorrelation.Spearman(_scores.AsSpan(0, both), _returns.AsSpan(0, both)) is var value && !double.IsNaN(value))
        {
            _coefficients.Add((PortfolioMonitor.MonthOf(_times[^(Horizon + 1)]), value));
        }
    }

    /// <summary>Mean coefficient of a month; null without any.</summary>
    public double? MonthlyCoefficient(DateOnly month)
    {
        double[] values = [.. _coefficients.Where(one => one.Month == month).Select(one => one.Value)];
        return values.Length == 0 ? null : values.Average();
    }

    /// <summary>Mean of the monthly coefficients over their sample deviation, times √12; null where undefined.</summary>
    public double? InformationRatio()
    {
        double[] months = [.. _coefficients.GroupBy(one => one.Month).Select(month => month.Average(one => one.Value))];
        double deviation = WindowStatistics.Deviation(months);
        return deviation > 0 ? WindowStatistics.Mean(months) / deviation * Math.Sqrt(12) : null;
    }

    /// <summary>Share of shifts that a fall followed, and of falls that a shift announced; days without five later ones are left out.</summary>
    public (double? Precision, double? Recall) ShiftQuality()
    {
        (int shifts, int falls, int both) = (0, 0, 0);
        for (int day = 0; day + FallDays < _times.Count; day++)
        {
            double growth = 1;
            bool fell = false;
            for (int later = 1; later <= FallDays; later++)
            {
                growth *= 1 + _universe[day + later];
                fell |= growth - 1 < Fall;
            }

            shifts += _shifts[day] ? 1 : 0;
            falls += fell ? 1 : 0;
            both += fell && _shifts[day] ? 1 : 0;
        }

        return (shifts > 0 ? (double)both / shifts : null, falls > 0 ? (double)both / falls : null);
    }
}
