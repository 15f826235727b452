using Tradewind.Domain.Indicators;

namespace Tradewind.Domain.Features;

/// <summary>Momentum ratio of a column; notices a baseline below zero, which turns the sign round.</summary>
internal sealed class MomentumNode(string input, FeatureOutput output, MomentumRatio indicator)
    : UnaryNode<MomentumRatio>(input, output, indicator)
{
    public override string? Notice => Indicator.SawNegativeBaseline
        ? $"{Outputs[0].Name}: the baseline average of {Inputs[0]} is below zero in some rows, which reverses the sign of the ratio there."
        : null;
}
