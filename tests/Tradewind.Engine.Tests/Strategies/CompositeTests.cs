using Tradewind.Domain.Engine;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Domain.Strategies;

namespace Tradewind.Engine.Tests.Strategies;

public class CompositeTests
{
    // Averages of 2 and 3 cross up at row 4 and down at row 7; the range of 2 bars before is broken upwards at 4, downwards at 1 to 2 and 7 to 8.
    private static readonly double[] s_closes = [11, 10, 9, 9, 12, 12, 12, 8, 7];

    private static string Signals(string members, params (string Name, string Value)[] more)
    {
        InstrumentSeries bars = Markets.Closes(Markets.Unit, s_closes);
        TradingUniverse universe = TradingUniverse.Of([bars]);
        Dictionary<string, string> parameters = more.ToDictionary(pair => pair.Name, pair => pair.Value);
        parameters["members"] = members;
        SignalRunner runner = new(universe, StrategyCatalogue.Create("composite", parameters, universe));
        return string.Join(" ", Markets.Slices(universe, [bars]).SelectMany(slice => runner.Process(slice))
            .Select(signal => FormattableString.Invariant($"{(signal.Time - Markets.Start) / UnixTime.Day - 1}:{signal.Direction}:{signal.Values[0].Value:0.##}")));
    }

    [Fact]
    public void One_member_of_full_weight_gives_its_own_signals() =>
        Assert.Equal("4:Long:1 7:Short:-1", Signals("ma_crossover(fast=2,slow=3)"));

    [Fact]
    public void A_vote_stays_until_the_next_one_of_its_strategy() =>
        Assert.Equal("0:Long:0.75 4:Long:1", Signals("buy_and_hold*3; ma_crossover(fast=2,slow=3)", ("threshold", "0.6")));

    [Fact]
    public void Opposite_votes_cancel_to_flat_within_half_the_threshold() =>
        Assert.Equal("4:Long:1 7:Flat:0", Signals("buy_and_hold; ma_crossover(fast=2,slow=3)", ("threshold", "0.9")));

    [Fact]
    public void Too_little_agreement_holds() =>
        Assert.Equal("0:Long:0.6 4:Long:1", Signals("buy_and_hold*3; ma_crossover(fast=2,slow=3)*2", ("threshold", "0.1"), ("min_agreement", "0.7")));

    [Fact]
    public void Votes_that_are_not_sticky_count_on_their_bar_only() =>
        Assert.Equal("0:Long:0.6", Signals("buy_and_hold*3; ma_crossover(fast=2,slow=3)*2", ("threshold", "0.59"), ("sticky_votes", "false")));

    [Theory]
    [InlineData("", "at least one member")]
    [InlineData("ma_crossover*0", "weight above 0")]
    [InlineData("ma_crossover(fast=30)", "must be less than slow")]
    [InlineData("ma_crossover(fast", "in brackets")]
    [InlineData("ma_crossover(fast)", "name=value")]
    [InlineData("ma_crosover", "ma_crossover")]
    [InlineData("composite", "no composite")]
    public void Members_that_cannot_be_are_refused_with_the_reason(string members, string reason)
    {
        TradingUniverse universe = TradingUniverse.Of([Markets.Closes(Markets.Unit, 1)]);
        InvalidInputException error = Assert.Throws<InvalidInputException>(() =>
            StrategyCatalogue.Create("composite", new Dictionary<string, string> { ["members"] = members }, universe));
        Assert.Equal("parameters[members]", Assert.Single(error.Violations).Field);
        Assert.Contains(reason, error.Violations[0].Description, StringComparison.Ordinal);
    }
}
