using System.CommandLine;
using Tradewind.V1;

namespace Tradewind.Cli.Options;

/// <summary>A strategy and its parameters, or a named configuration of one.</summary>
internal sealed class StrategyOptions(bool required)
{
    private readonly Option<string?> _strategy = new("--strategy") { Description = "Strategy, see 'tradewind strategies list'.", HelpName = "ID" };

    private readonly Option<string?> _configuration = new("--configuration")
    {
        Description = "Named strategy with its parameters, members and settings, see 'tradewind strategies list'; what is given here wins.",
        HelpName = "NAME",
    };

    private readonly Option<Dictionary<string, string>> _parameters =
        KeyValueOption.Text("--param", "Parameter of the strategy; may be repeated.");

    public IEnumerable<Symbol> Symbols => [_strategy, _configuration, _parameters];

    /// <summary>True when a named configuration may bring what the command leaves out.</summary>
    public bool IsNamed(Invocation invocation) => invocation.Get(_configuration) is not null;

    /// <summary>The strategy; null when none was named.</summary>
    public StrategySpec? Read(Invocation invocation)
    {
        (string? id, string? configuration) = (invocation.Get(_strategy), invocation.Get(_configuration));
        Dictionary<string, string> parameters = invocation.Get(_parameters) ?? [];
        if (id is null && configuration is null)
        {
            return required ? throw new UsageException("give --strategy or --configuration.")
                : parameters.Count == 0 ? null
                : throw new UsageException("--param needs --strategy or --configuration.");
        }

        return new StrategySpec { StrategyId = id ?? "", Configuration = configuration ?? "", Parameters = { parameters } };
    }
}
