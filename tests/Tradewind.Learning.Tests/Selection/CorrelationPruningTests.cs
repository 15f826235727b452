using Tradewind.Domain.Errors;
using Tradewind.Domain.Features;
using Tradewind.Learning.Selection;
using Tradewind.Learning.Supervised;

namespace Tradewind.Learning.Tests.Selection;

public class CorrelationPruningTests
{
    private static FeatureMatrix Columns(params double[][] columns) =>
        new(Enumerable.Range(0, columns[0].Length).SelectMany(row => columns.Select(column => column[row])).ToArray(), columns[0].Length, columns.Length);

    private static readonly FeatureMatrix s_golden = Columns([1, 2, 3, 4, 5], [2, 4.1, 6, 7.9, 10], [5, 3, 4, 1, 2]);

    [Fact]
    public void The_later_of_two_nearly_equal_features_goes()
    {
        // Golden 6.
        var (kept, pruned) = new CorrelationPruning(new CorrelationPruningSpec(), ["A", "B", "C"], [true, true, true]).Fit(s_golden);

        Assert.Equal([0, 2], kept.AsEnumerable());
        PrunedFeature b = Assert.Single(pruned);
        Assert.Equal(("B", "A"), (b.Name, b.BecauseOf));
        Assert.Equal(0.999796, b.Correlation, 5e-7);
    }

    [Fact]
    public void Priority_wins_over_raw_wins_over_engineered_wins_over_name()
    {
        Assert.Equal([1, 2], new CorrelationPruning(new CorrelationPruningSpec { Priority = ["B"] }, ["A", "B", "C"], [true, true, true]).Fit(s_golden).Kept.AsEnumerable());
        Assert.Equal([1, 2], new CorrelationPruning(new CorrelationPruningSpec(), ["A", "B", "C"], [false, true, false]).Fit(s_golden).Kept.AsEnumerable());
        Assert.Equal([1, 2], new CorrelationPruning(new CorrelationPruningSpec(), ["B", "A", "C"], [true, true, true]).Fit(s_golden).Kept.AsEnumerable());
    }

    [Fact]
    public void A_correlation_at_the_threshold_stays() =>
        // ρ is exactly −0.8.
        Assert.Equal([0, 2], new CorrelationPruning(new CorrelationPruningSpec { Threshold = 0.8000000001 }, ["A", "B", "C"], [true, true, true]).Fit(s_golden).Kept.AsEnumerable());

    [Fact]
    public void Constant_features_go_first_unless_nothing_else_is_there()
    {
        var (kept, pruned) = new CorrelationPruning(new CorrelationPruningSpec(), ["A", "B"], [true, true]).Fit(Columns([7, 7, 7], [1, 2, 4]));
        Assert.Equal([1], kept.AsEnumerable());
        Assert.Null(Assert.Single(pruned).BecauseOf);

        Assert.Equal([0], new CorrelationPruning(new CorrelationPruningSpec(), ["A", "B"], [true, true]).Fit(Columns([7, 7, 7], [0, 0, 0])).Kept.AsEnumerable());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void A_threshold_out_of_range_is_refused(double threshold) => Assert.Equal(
        "pruning.threshold",
        Assert.Throws<InvalidInputException>(() => new CorrelationPruning(new CorrelationPruningSpec { Threshold = threshold }, ["A"], [true])).Violations[0].Field);
}
