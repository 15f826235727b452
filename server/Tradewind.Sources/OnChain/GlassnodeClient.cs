using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Tradewind.Domain.Market;

namespace Tradewind.Sources.OnChain;

/// <summary>Glassnode's daily metrics (data specification, section 9.1).</summary>
internal sealed class GlassnodeClient(OnChainSettings settings, HttpMessageInvoker http, TimeProvider clock) : IOnChainClient
{
    private const int CallsPerMinute = 60;

    private static readonly ImmutableSortedDictionary<string, string> Paths = new Dictionary<string, string>
    {
        ["mvrv"] = "market/mvrv",
        ["nvt"] = "indicators/nvt",
        ["nvt_signal"] = "indicators/nvts",
        ["active_addresses"] = "addresses/active_count",
        ["new_addresses"] = "addresses/new_non_zero_count",
        ["exchange_netflow"] = "transactions/transfers_volume_exchanges_net",
        ["exchange_balance"] = "distribution/balance_exchanges",
        ["whale_balance"] = "distribution/balance_1k_10k",
        ["sopr"] = "indicators/sopr",
        ["realized_cap"] = "market/marketcap_realized_usd",
        ["stock_to_flow"] = "indicators/stock_to_flow_ratio",
        ["puell_multiple"] = "indicators/puell_multiple",
        ["hash_rate"] = "mining/hash_rate_mean",
        ["difficulty"] = "mining/difficulty_latest",
        ["fees_total"] = "fees/volume_sum",
        ["supply_held_1y"] = "supply/active_more_1y_percent",
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    private readonly ImmutableSortedDictionary<string, string> _paths = Paths.SetItems(settings.GlassnodePaths);
    private readonly WebQuestions _web = new("Glassnode", http, CallsPerMinute, clock);

    public ImmutableArray<string> Metrics => [.. _paths.Keys];

    public async Task<ImmutableArray<MetricPoint>> FetchAsync(string asset, string metric, DateOnly first, DateOnly last, CancellationToken cancellation)
    {
        string what = $"{metric} of {asset}";
        string query = string.Create(
            CultureInfo.InvariantCulture,
            $"a={Uri.EscapeDataString(asset.ToUpperInvariant())}&s={UnixTime.FromDate(first) / UnixTime.Second}&u={(UnixTime.FromDate(last) + UnixTime.Day) / UnixTime.Second}&i=24h&api_key={Uri.EscapeDataString(settings.GlassnodeKey ?? "")}");
        byte[] answer = await _web.GetAsync(
            new Uri($"{settings.Glassnode.AbsoluteUri.TrimEnd('/')}/{_paths[metric]}?{query}"), what, status => Explain(status, what), cancellation).ConfigureAwait(false);
        return Read(answer, what);
    }

    private static OnChainException? Explain(HttpStatusCode status, string what) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new OnChainException(
            OnChainErrorKind.KeyInvalid, $"Glassnode refuses the key ({what}). Check GLASSNODE_API_KEY and what its plan includes."),
        HttpStatusCode.NotFound => new OnChainException(OnChainErrorKind.MetricNotAvailable, $"Glassnode has no {what}."),
        _ => null,
    };

    private static ImmutableArray<MetricPoint> Read(byte[] answer, string what)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(answer);
            ImmutableArray<MetricPoint>.Builder points = ImmutableArray.CreateBuilder<MetricPoint>();
            foreach (JsonElement row in document.RootElement.EnumerateArray())
            {
                if (!row.TryGetProperty("v", out JsonElement value))
                {
                    throw new OnChainException(
                        OnChainErrorKind.UnsupportedShape, $"Glassnode answers {what} with several values a day, an unsupported shape. Choose another metric.");
                }

                points.Add(new MetricPoint(
                    UnixTime.StartOfDay(checked(row.GetProperty("t").GetInt64() * UnixTime.Second)), value.ValueKind == JsonValueKind.Null ? double.NaN : value.GetDouble()));
            }

            return points.ToImmutable();
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or OverflowException)
        {
            throw new OnChainException(OnChainErrorKind.UnsupportedShape, $"Glassnode's answer for {what} cannot be read.", error);
        }
    }
}
