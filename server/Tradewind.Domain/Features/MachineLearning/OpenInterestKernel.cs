using Tradewind.Domain.Indicators;

namespace Tradewind.Domain.Features;

/// <summary>Close and open interest in; changes of the interest, its ratio to its mean and its divergence from the price out.</summary>
internal struct OpenInterestKernel() : IFeatureKernel
{
    private Return _day = new(1);
    private Return _week = new(5);
    private Return _price = new(5);
    private Sma _mean = new(20);

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs)
    {
        (double close, double interest) = (inputs[0], inputs[1]);
        double week = _week.Update(interest);
        outputs[0] = _day.Update(interest);
        outputs[1] = week;
        outputs[2] = Defined.OrMissing(interest / (_mean.Update(interest) + MachineLearningFeatures.Epsilon));
        outputs[3] = Defined.OrMissing(week - _price.Update(close));
    }
}
