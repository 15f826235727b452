using System.CommandLine;
using Tradewind.Cli.Output;
using Tradewind.V1;

namespace Tradewind.Cli.Commands;

/// <summary><c>data caches</c>: what the memories of answers have done.</summary>
internal static class CachesCommand
{
    public static Command Build(CommandHost host) => host.Command("caches", "Shows how often answers of services and connectors were used again.", [], async invocation =>
    {
        ListCachesResponse response = await invocation.CallAsync(invocation.Client.Data.ListCachesAsync, new ListCachesRequest()).ConfigureAwait(false);
        invocation.Terminal.Json(response);
        ResultTable table = new("Memory", ">Requests", ">Reused", ">Share", ">Errors", ">Under way", ">Held");
        foreach (CacheStatistics cache in response.Caches)
        {
            table.Row(
                cache.Name, Wording.Count(cache.TotalCount), Wording.Count(cache.HitCount), Wording.Percent(cache.HasHitFraction ? cache.HitFraction : null),
                Wording.Count(cache.ErrorCount), Wording.Count(cache.PendingCount), Wording.Count(cache.EntryCount));
        }

        table.WriteTo(invocation.Terminal, "The server keeps no answers.");
    });
}
