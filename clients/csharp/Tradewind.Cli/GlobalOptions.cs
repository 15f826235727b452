using System.CommandLine;
using Tradewind.Client;

namespace Tradewind.Cli;

/// <summary>Options every command understands.</summary>
internal static class GlobalOptions
{
    public static readonly Option<string?> Server = new("--server")
    {
        Description = $"Address of the server. Default: {TradewindClientOptions.ServerVariable}, else {TradewindClientOptions.DefaultAddress}.",
        HelpName = "ADDRESS",
        Recursive = true,
    };

    /// <summary>Added to every command by itself, not inherited: one command lets it name a file.</summary>
    public static readonly Option<bool> Json = new("--json")
    {
        Description = "Machine-readable JSON on standard output, nothing else there.",
    };

    public static readonly Option<double?> Timeout = CreateTimeout();

    public static IReadOnlyList<Option> All { get; } = [Server, Json, Timeout];

    private static Option<double?> CreateTimeout()
    {
        Option<double?> option = new("--timeout")
        {
            Description = "Give the whole command up after so many seconds. Default: no limit; single calls have 60 seconds.",
            HelpName = "SECONDS",
            Recursive = true,
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.GetValueOrDefault<double?>() is not > 0)
            {
                result.AddError("--timeout must be a number of seconds above 0.");
            }
        });
        return option;
    }
}
