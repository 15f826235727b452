using System.CommandLine;
using Tradewind.V1;

namespace Tradewind.Cli.Options;

/// <summary>A strategy and its parameters.</summary>
internal sealed class StrategyOptions(bool required)
{
    private readonly Option<string?> _strategy = new("--strategy")
    {
        Description = "Strategy, see 'tradewind strategies'.",
        HelpName = "ID",
        Required = required,
    };

    private readonly Option<Dictionary<string, string>> _parameters =
        KeyValueOption.Text("--param", "Parameter of the strategy; may be repeated.");

    public IEnumerable<Symbol> Symbols => [_strategy, _parameters];

    /// <summary>The strategy; null when none was named.</summary>
    public StrategySpec? Read(Invocation invocation)
    {
        string? id = invocation.Get(_strategy);
        Dictionary<string, string> parameters = invocation.Get(_parameters) ?? [];
        if (id is null)
        {
            return parameters.Count == 0 ? null : throw new UsageException("--param needs --strategy.");
        }

        return new StrategySpec { StrategyId = id, Parameters = { parameters } };
    }
}
