using System.CommandLine;
using Tradewind.Cli.Options;
using Tradewind.V1;

namespace Tradewind.Cli.Commands;

/// <summary><c>data on-chain</c>: loads blockchain metrics.</summary>
internal static class OnChainCommand
{
    public static Command Build(CommandHost host)
    {
        Argument<string[]> assets = new("ASSET") { Description = "Assets, e.g. BTC ETH.", Arity = ArgumentArity.OneOrMore };
        Option<OnChainProvider> provider = EnumOption.Create<OnChainProvider>("--provider", "Service to ask (default: coin-metrics).");
        Option<string[]> metrics = new("--metric")
        {
            Description = "Metrics, e.g. hash_rate active_addresses mvrv.", HelpName = "METRIC", Required = true, AllowMultipleArgumentsPerToken = true,
        };
        Option<string?> suffix = new("--id-suffix") { Description = "Appended to the assets to make instrument ids.", HelpName = "TEXT" };
        TimeOptions times = new();
        return host.Command(
            "on-chain", "Loads daily blockchain metrics of Glassnode or CoinMetrics.", [assets, provider, metrics, times.From, times.To, suffix], async invocation =>
            {
                OnChainProvider asked = invocation.Get(provider);
                OnChainLoad load = new()
                {
                    Provider = asked == OnChainProvider.Unspecified ? OnChainProvider.CoinMetrics : asked,
                    Assets = { invocation.Get(assets) }, Metrics = { invocation.Get(metrics) ?? [] },
                    Interval = times.Read(invocation), IdSuffix = invocation.Get(suffix) ?? "",
                };
                await SourceLoad.RunAsync(invocation, "Fetching", "on-chain", new LoadDataRequest { OnChain = load }).ConfigureAwait(false);
            });
    }
}
