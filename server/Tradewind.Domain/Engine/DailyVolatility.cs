using Tradewind.Domain.Indicators;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Engine;

/// <summary>
/// Volatility of each instrument for the cost models: deviation of the last 20 bar returns, scaled to a day by the square root of time.
/// </summary>
internal sealed class DailyVolatility
{
    private const int Window = 20;
    private readonly RollingDeviation[] _deviations;
    private readonly double[] _lastCloses;
    private readonly double[] _values;

    public DailyVolatility(int instruments, bool needed)
    {
        Needed = needed;
        int count = needed ? instruments : 0;
        _deviations = [.. Enumerable.Range(0, count).Select(_ => new RollingDeviation(Window))];
        (_lastCloses, _values) = (new double[count], new double[count]);
        Array.Fill(_lastCloses, double.NaN);
        Array.Fill(_values, double.NaN);
    }

    /// <summary>False when no cost model asks for it; nothing is computed then.</summary>
    public bool Needed { get; }

    /// <summary>Takes note of a bar, after its orders were matched.</summary>
    public void Update(int instrument, in Bar bar, long knownTime)
    {
        if (!Needed)
        {
            return;
        }

        double previous = _lastCloses[instrument];
        _lastCloses[instrument] = bar.Close;
        if (previous > 0)
        {
            double perBar = _deviations[instrument].Update(bar.Close / previous - 1);
            _values[instrument] = perBar * Math.Sqrt((double)UnixTime.Day / (knownTime - bar.OpenTime));
        }
    }

    /// <summary>Goes on from a price of another contract.</summary>
    public void Rebase(int instrument, double close)
    {
        if (Needed)
        {
            _lastCloses[instrument] = close;
        }
    }

    /// <summary>Fraction per day; NaN while unknown.</summary>
    public double Of(int instrument) => Needed ? _values[instrument] : double.NaN;
}
