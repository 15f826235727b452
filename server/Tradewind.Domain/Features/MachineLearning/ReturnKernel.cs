using Tradewind.Domain.Indicators;

namespace Tradewind.Domain.Features;

/// <summary>Close in; returns over each of <see cref="Windows"/>, their scores over 63 rows, the log return and two cumulative returns out.</summary>
internal struct ReturnKernel : IFeatureKernel
{
    private readonly Return[] _returns = new Return[Windows.Length];
    private readonly RollingZScore[] _scores = new RollingZScore[Windows.Length];
    private double _previous = double.NaN;

    public ReturnKernel()
    {
        for (int i = 0; i < Windows.Length; i++)
        {
            (_returns[i], _scores[i]) = (new Return(Windows[i]), new RollingZScore(ScoreWindow, MachineLearningFeatures.Epsilon));
        }
    }

    /// <summary>Rows of a score.</summary>
    public const int ScoreWindow = 63;

    /// <summary>Rows of the returns.</summary>
    public static ReadOnlySpan<int> Windows => [1, 5, 10, 21, 63];

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs)
    {
        int count = Windows.Length;
        for (int i = 0; i < count; i++)
        {
            double change = _returns[i].Update(inputs[0]);
            outputs[i] = change;
            outputs[count + i] = _scores[i].Update(change);
        }

        outputs[2 * count] = Defined.LogRatio(inputs[0], _previous);
        // The cumulative returns over 5 and 21 rows are the returns over 5 and 21 rows under a second name.
        outputs[2 * count + 1] = outputs[1];
        outputs[2 * count + 2] = outputs[3];
        _previous = inputs[0];
    }
}
