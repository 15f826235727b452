using Tradewind.Domain.Indicators;

namespace Tradewind.Domain.Features;

/// <summary>
/// Close in; relative strength of plain means with its score, rates of change as fractions, and convergence/divergence as a share of the
/// close out.
/// </summary>
internal struct MomentumKernel() : IFeatureKernel
{
    /// <summary>Rows of the relative strength.</summary>
    public const int StrengthWindow = 14;

    private Change _change = new(ChangeKind.Difference);
    private Sma _gain = new(StrengthWindow);
    private Sma _loss = new(StrengthWindow);
    private RollingZScore _score = new(ReturnKernel.ScoreWindow, MachineLearningFeatures.Epsilon);
    private Return _short = new(5);
    private Return _middle = new(10);
    private Return _long = new(21);
    private Macd _macd = new(12, 26, 9);

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs)
    {
        double close = inputs[0];
        double change = _change.Update(close);
        double gain = _gain.Update(Math.Max(change, 0));
        double loss = _loss.Update(Math.Max(-change, 0));
        // Neither gain nor loss: the middle, not the bottom that the small constant would give.
        double strength = gain == 0 && loss == 0 ? 50 : 100 - 100 / (1 + gain / (loss + MachineLearningFeatures.Epsilon));
        outputs[0] = Defined.OrMissing(strength);
        outputs[1] = _score.Update(outputs[0]);
        outputs[2] = _short.Update(close);
        outputs[3] = _middle.Update(close);
        outputs[4] = _long.Update(close);
        outputs[5] = Defined.OrMissing(_macd.Update(close) / close);
        outputs[6] = Defined.OrMissing(_macd.Signal / close);
        outputs[7] = Defined.OrMissing(_macd.Histogram / close);
    }
}
