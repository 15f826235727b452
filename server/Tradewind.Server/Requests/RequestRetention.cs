using Tradewind.Domain.Market;
using Tradewind.Server.Hosting;
using Tradewind.Server.Mapping;
using Tradewind.Storage;

namespace Tradewind.Server.Requests;

/// <summary>Forgets answers to old requests, so that the store does not grow without end.</summary>
internal sealed class RequestRetention(IStore store, ServerOptions options, TimeProvider clock, ILogger<RequestRetention> logger) : BackgroundService
{
    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(TimeSpan.FromHours(1), clock);
        do
        {
            long horizon = ProtoTime.NowNanoseconds(clock) - options.RequestRetentionHours * UnixTime.Hour;
            try
            {
                await store.Requests.PurgeAsync(horizon, stoppingToken).ConfigureAwait(false);
            }
            catch (StoreFaultException fault)
            {
                // A store that is full, read-only or away is for the calls to report; the host goes on, and so does what only reads.
                logger.LogWarning(fault, "Old requests were not forgotten; the next attempt is in an hour");
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }
}
