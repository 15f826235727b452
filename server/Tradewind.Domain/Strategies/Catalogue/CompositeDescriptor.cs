using Tradewind.Domain.Errors;
using Tradewind.Domain.Strategies.Composite;
using static Tradewind.Domain.Strategies.ParameterOf;

namespace Tradewind.Domain.Strategies.Catalogue;

/// <summary>The strategy that is made of others.</summary>
internal static class CompositeDescriptor
{
    /// <summary>The composite of the strategies that can be described.</summary>
    /// <param name="describe">Finds a member by its id; throws <see cref="NotFoundException"/>.</param>
    public static StrategyDescriptor Of(Func<string, StrategyDescriptor> describe) => new()
    {
        Id = CompositeMember.CompositeId,
        DisplayName = "Composite of strategies",
        Description =
            "Weighted vote of other strategies: long above the threshold, short below its negative, flat within half of it, unchanged between.",
        Parameters =
        [
            Text(
                "members", "ma_crossover*0.5; momentum*0.5",
                "Strategies with parameters and weights: ma_crossover(fast=10,slow=30)*0.6; rsi_mean_reversion*0.4."),
            Number("threshold", 0.5, "Share of the weights that has to be long, less those short.", 0, 1),
            Number("min_agreement", 0, "Share of the weights with an opinion that has to agree; below it nothing is done.", 0, 1),
            Flag("sticky_votes", true, "A vote stays until its strategy gives another; otherwise it counts on its bar only."),
        ],
        CrossChecks = p =>
        {
            CompositeMember.Read(p.Text("members"), describe, out string? wrong);
            return wrong is null ? [] : [new FieldViolation("parameters[members]", wrong)];
        },
        Build = (p, universe, instruments) => new CompositeStrategy(
            universe,
            CompositeMember.Read(p.Text("members"), describe, out _).Select(member =>
            {
                StrategyDescriptor descriptor = describe(member.Strategy);
                return (descriptor.Build(StrategyParameters.Resolve(descriptor, member.Parameters), universe, instruments), member.Weight);
            }),
            p.Number("threshold"), p.Number("min_agreement"), p.Boolean("sticky_votes")),
    };
}
