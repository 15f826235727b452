using Tradewind.Domain.Indicators;

namespace Tradewind.Domain.Features;

/// <summary>Close in; its ratio to each moving average, the averages' slopes over 5 rows, and crossings and distances of three pairs out.</summary>
internal struct MovingAverageKernel : IFeatureKernel
{
    private readonly Sma[] _averages = new Sma[Windows.Length];
    private readonly Lag[] _earlier = new Lag[Windows.Length];

    public MovingAverageKernel()
    {
        for (int i = 0; i < Windows.Length; i++)
        {
            (_averages[i], _earlier[i]) = (new Sma(Windows[i]), new Lag(SlopeRows));
        }
    }

    /// <summary>Rows of a slope.</summary>
    public const int SlopeRows = 5;

    /// <summary>Rows of the averages.</summary>
    public static ReadOnlySpan<int> Windows => [5, 10, 20, 50, 100, 200];

    // Places in Windows of the averages compared: 5 with 20, 10 with 50, 50 with 200.
    private static ReadOnlySpan<int> Fast => [0, 1, 3];

    private static ReadOnlySpan<int> Slow => [2, 3, 5];

    public readonly void Update(ReadOnlySpan<double> inputs, Span<double> outputs)
    {
        double close = inputs[0];
        int count = Windows.Length;
        Span<double> means = stackalloc double[count];
        for (int i = 0; i < count; i++)
        {
            double mean = _averages[i].Update(close);
            means[i] = mean;
            outputs[i] = Defined.OrMissing(close / mean);
            outputs[count + i] = Defined.Change(mean, _earlier[i].Update(mean));
        }

        for (int i = 0; i < Fast.Length; i++)
        {
            (double fast, double slow) = (means[Fast[i]], means[Slow[i]]);
            outputs[2 * count + i] = double.IsNaN(fast + slow) ? double.NaN : fast > slow ? 1 : 0;
            outputs[2 * count + Fast.Length + i] = Defined.OrMissing((fast - slow) / close);
        }
    }
}
