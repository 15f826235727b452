using Microsoft.Extensions.Diagnostics.HealthChecks;
using Tradewind.Storage;

namespace Tradewind.Server.Hosting;

/// <summary>Healthy while the store answers.</summary>
internal sealed class StoreHealthCheck(IStore store) : IHealthCheck
{
    /// <inheritdoc />
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await store.Series.ListInstrumentsAsync(new InstrumentQuery(Size: 1), cancellationToken).ConfigureAwait(false);
        return HealthCheckResult.Healthy();
    }
}
