using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Server.Mapping;
using Tradewind.Sources;
using Tradewind.Sources.OnChain;
using Tradewind.Storage;
using Tradewind.V1;
using OnChainProvider = Tradewind.Sources.OnChain.OnChainProvider;

namespace Tradewind.Server.Data;

/// <summary>Loads blockchain metrics as requests ask for them.</summary>
internal sealed class OnChainImport(IStore store, OnChainSource source, TimeProvider clock)
{
    /// <summary>Fetches the metrics.</summary>
    /// <exception cref="InvalidInputException">The request is wrong, or would mix two providers in one instrument.</exception>
    public async Task<LoadedData> LoadAsync(OnChainLoad load, IProgress<Sources.LoadProgress> progress, CancellationToken cancellation)
    {
        OnChainProvider provider = load.Provider switch
        {
            V1.OnChainProvider.Glassnode => OnChainProvider.Glassnode,
            V1.OnChainProvider.CoinMetrics => OnChainProvider.CoinMetrics,
            _ => throw new InvalidInputException("PROVIDER_REQUIRED", "on_chain.provider", "must be GLASSNODE or COIN_METRICS."),
        };
        Interval interval = RecentInterval.Read(load.Interval, "on_chain.interval", clock);
        if (load.IdSuffix.Length > 40 || load.IdSuffix.Any(char.IsControl) || load.IdSuffix != load.IdSuffix.TrimEnd())
        {
            throw new InvalidInputException("ID_SUFFIX_INVALID", "on_chain.id_suffix", "must be at most 40 printable characters without blanks at the end.");
        }

        OnChainRequest request = new(
            provider, [.. load.Assets], [.. load.Metrics], UnixTime.ToDate(interval.From), UnixTime.ToDate(interval.To - 1)) { IdSuffix = load.IdSuffix };
        await RefuseMixingAsync(request, cancellation).ConfigureAwait(false);
        return await source.LoadAsync(request, progress, cancellation).ConfigureAwait(false);
    }

    // Providers count differently: a series that changes its provider in the middle would show jumps that never were.
    private async Task RefuseMixingAsync(OnChainRequest request, CancellationToken cancellation)
    {
        string own = OnChainSource.SourceName(request.Provider);
        foreach (string asset in request.Assets)
        {
            string id = $"{asset}{request.IdSuffix}";
            StoredInstrument? stored = id.Length == 0 ? null : await store.Series.GetInstrumentAsync(id, cancellation).ConfigureAwait(false);
            if (stored is not null && stored.Instrument.Source != own)
            {
                throw new InvalidInputException(
                    "ON_CHAIN_MIXED", "on_chain.id_suffix", $"{id} is stored from {stored.Instrument.Source} and would be mixed with {own}. Set id_suffix, for example to ' {own}', or delete {id} first.");
            }
        }
    }
}
