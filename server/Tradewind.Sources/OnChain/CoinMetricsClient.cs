using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Tradewind.Domain.Market;

namespace Tradewind.Sources.OnChain;

/// <summary>CoinMetrics' daily metrics, page by page (data specification, section 9.2).</summary>
internal sealed class CoinMetricsClient(OnChainSettings settings, HttpMessageInvoker http, TimeProvider clock) : IOnChainClient
{
    private const int CallsPerMinute = 10;
    private const int MostPages = 1_000;

    // The largest page the service gives: with ten calls a minute every page counts.
    private const int PageSize = 10_000;

    private static readonly ImmutableSortedDictionary<string, string> Names = new Dictionary<string, string>
    {
        ["hash_rate"] = "HashRate",
        ["difficulty"] = "DiffMean",
        ["active_addresses"] = "AdrActCnt",
        ["transaction_count"] = "TxCnt",
        ["fees_total"] = "FeeTotUSD",
        ["fees_mean"] = "FeeMeanUSD",
        ["supply_total"] = "SplyCur",
        ["price_usd"] = "PriceUSD",
        ["market_cap"] = "CapMrktCurUSD",
        ["realized_cap"] = "CapRealUSD",
        ["nvt"] = "NVTAdj",
        ["sopr"] = "SOPR",
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    private readonly WebQuestions _web = new("CoinMetrics", http, CallsPerMinute, clock);

    public ImmutableArray<string> Metrics => [.. Names.Keys];

    public async Task<ImmutableArray<MetricPoint>> FetchAsync(string asset, string metric, DateOnly first, DateOnly last, CancellationToken cancellation)
    {
        (string what, string name) = ($"{metric} of {asset}", Names[metric]);
        Uri service = settings.CoinMetricsKey is null ? settings.CoinMetricsCommunity : settings.CoinMetrics;
        string key = settings.CoinMetricsKey is { } secret ? $"&api_key={Uri.EscapeDataString(secret)}" : "";
        string query = string.Create(
            CultureInfo.InvariantCulture,
            $"assets={Uri.EscapeDataString(asset.ToLowerInvariant())}&metrics={name}&start_time={first:yyyy-MM-dd}&end_time={last:yyyy-MM-dd}&frequency=1d&page_size={PageSize}{key}");
        ImmutableArray<MetricPoint>.Builder points = ImmutableArray.CreateBuilder<MetricPoint>();
        HashSet<string> seen = new(StringComparer.Ordinal);
        string? token = "";
        do
        {
            string page = token.Length == 0 ? "" : $"&next_page_token={Uri.EscapeDataString(token)}";
            byte[] answer = await _web.GetAsync(
                new Uri($"{service.AbsoluteUri.TrimEnd('/')}/timeseries/asset-metrics?{query}{page}"), what, status => Explain(status, what), cancellation).ConfigureAwait(false);
            token = Read(answer, name, what, points);
            if (token is not null && (!seen.Add(token) || seen.Count > MostPages))
            {
                throw new OnChainException(OnChainErrorKind.UnsupportedShape, $"CoinMetrics repeats its pages for {what}.");
            }
        }
        while (token is not null);

        return points.ToImmutable();
    }

    private static OnChainException? Explain(HttpStatusCode status, string what) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new OnChainException(
            OnChainErrorKind.KeyInvalid, $"CoinMetrics refuses {what} for this key. Check COINMETRICS_API_KEY and what its plan includes."),
        HttpStatusCode.BadRequest or HttpStatusCode.NotFound => new OnChainException(OnChainErrorKind.MetricNotAvailable, $"CoinMetrics has no {what}."),
        _ => null,
    };

    // Adds the rows of a page and returns the token of the next, null after the last.
    private static string? Read(byte[] answer, string name, string what, ImmutableArray<MetricPoint>.Builder points)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(answer);
            foreach (JsonElement row in document.RootElement.GetProperty("data").EnumerateArray())
            {
                DateTimeOffset time = DateTimeOffset.Parse(row.GetProperty("time").GetString() ?? "", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
                points.Add(new MetricPoint(UnixTime.StartOfDay(UnixTime.FromDateTimeOffset(time)), Value(row, name)));
            }

            return document.RootElement.TryGetProperty("next_page_token", out JsonElement token) && token.GetString() is { Length: > 0 } next ? next : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or OverflowException)
        {
            throw new OnChainException(OnChainErrorKind.UnsupportedShape, $"CoinMetrics' answer for {what} cannot be read.", error);
        }
    }

    // Numbers come as text; a day without a value has null or no field at all.
    private static double Value(JsonElement row, string name) => !row.TryGetProperty(name, out JsonElement value) ? double.NaN : value.ValueKind switch
    {
        JsonValueKind.String => double.Parse(value.GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture),
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.Null => double.NaN,
        _ => throw new FormatException($"A value is {value.ValueKind}."),
    };
}
