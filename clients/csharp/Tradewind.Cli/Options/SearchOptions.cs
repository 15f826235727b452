using System.CommandLine;
using Tradewind.V1;

namespace Tradewind.Cli.Options;

/// <summary>What a search runs and how it chooses.</summary>
internal sealed class SearchOptions
{
    private readonly MemberOptions _members = new(ArgumentArity.ZeroOrMore);
    private readonly StrategyOptions _strategy = new(required: true);
    private readonly Option<ParameterAxis[]> _axes = AxisOption.Create();
    private readonly TimeOptions _times = new();
    private readonly TradingOptions _trading = new();
    private readonly Option<string?> _target = new("--target-metric") { Description = "Figure to choose by (default sharpe_ratio).", HelpName = "NAME" };
    private readonly Option<bool> _lower = new("--lower-is-better") { Description = "Choose the least value." };
    private readonly Option<int?> _minTrades = new("--min-trades") { Description = "Fewest trades of a choice (default 20).", HelpName = "N" };
    private readonly Option<double?> _minSharpe = new("--min-sharpe") { Description = "Least Sharpe ratio of a choice (default 0).", HelpName = "N" };

    public IEnumerable<Symbol> Symbols =>
        [.. _members.Symbols, .. _strategy.Symbols, _axes, _times.From, _times.To, _target, _lower, _minTrades, _minSharpe, .. _trading.Symbols];

    public SearchSpec Read(Invocation invocation)
    {
        SelectionRule selection = new() { TargetMetric = invocation.Get(_target) ?? "", LowerIsBetter = invocation.Get(_lower) };
        if (invocation.Get(_minTrades) is { } trades)
        {
            selection.MinTrades = trades;
        }

        if (invocation.Get(_minSharpe) is { } sharpe)
        {
            selection.MinSharpe = sharpe;
        }

        (PortfolioMember[] members, ParameterAxis[] axes) = (_members.Read(invocation), invocation.Get(_axes) ?? []);
        if (!_strategy.IsNamed(invocation) && (members.Length == 0 || axes.Length == 0))
        {
            throw new UsageException($"{(members.Length == 0 ? "give at least one instrument" : "give at least one --axis")}, or a --configuration that has them.");
        }

        return new SearchSpec
        {
            Strategy = _strategy.Read(invocation),
            Members = { members },
            Axes = { axes },
            Interval = _times.Read(invocation),
            Settings = _trading.Read(invocation),
            Selection = selection,
        };
    }
}
