using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Quality;
using Tradewind.Sources.Caching;

namespace Tradewind.Sources.OnChain;

/// <summary>
/// Loads daily blockchain metrics: one instrument an asset, one field a metric, known the day after (data specification, section 9).
/// A metric that fails is reported and the others are loaded; answers are kept for five minutes.
/// </summary>
public sealed class OnChainSource : IDataSource<OnChainRequest>, IDisposable
{
    private const int MostAnswers = 500;

    // Retries and the limit of calls a minute make long requests long.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    private readonly OnChainSettings _settings;
    private readonly HttpMessageInvoker _http;
    private readonly Dictionary<OnChainProvider, IOnChainClient> _clients;
    private readonly RequestCoalescer<ImmutableArray<MetricPoint>> _answers;

    /// <summary>Creates the source.</summary>
    /// <param name="settings">Addresses and keys.</param>
    /// <param name="clock">Present time: for limits, retries and kept answers.</param>
    public OnChainSource(OnChainSettings settings, TimeProvider clock)
    {
        _settings = settings;
        // A redirect would carry the key in the address elsewhere.
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.All, PooledConnectionLifetime = TimeSpan.FromMinutes(5), UseCookies = false,
        });
        _clients = new Dictionary<OnChainProvider, IOnChainClient>
        {
            [OnChainProvider.Glassnode] = new GlassnodeClient(settings, _http, clock), [OnChainProvider.CoinMetrics] = new CoinMetricsClient(settings, _http, clock),
        };
        _answers = new RequestCoalescer<ImmutableArray<MetricPoint>>(MostAnswers, DataLifetime.History, clock, Patience);
    }

    /// <inheritdoc />
    public string Name => "on_chain";

    /// <summary>What the memory of answers has done.</summary>
    public CacheStatistics Statistics => _answers.Statistics;

    /// <summary>Name of a provider as instruments carry it.</summary>
    public static string SourceName(OnChainProvider provider) => provider == OnChainProvider.Glassnode ? "glassnode" : "coinmetrics";

    /// <summary>Metrics of a provider by the names of this product.</summary>
    public ImmutableArray<string> MetricsOf(OnChainProvider provider) => _clients[provider].Metrics;

    /// <inheritdoc />
    /// <exception cref="PreconditionException">The provider needs a key and there is none.</exception>
    /// <exception cref="OnChainException">Nothing at all could be fetched.</exception>
    public async Task<LoadedData> LoadAsync(OnChainRequest request, IProgress<LoadProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        Validate(request);
        if (request.Provider == OnChainProvider.Glassnode && string.IsNullOrEmpty(_settings.GlassnodeKey))
        {
            throw new PreconditionException(
                "ON_CHAIN_KEY_MISSING", "Glassnode needs a key: set GLASSNODE_API_KEY in the environment of the server and start it again, or ask coinmetrics.");
        }

        List<(string Asset, Dictionary<string, ImmutableArray<MetricPoint>> Metrics)> fetched = [];
        List<(string Asset, string Metric, OnChainException Error)> failures = [];
        int done = 0;
        foreach (string asset in request.Assets)
        {
            Dictionary<string, ImmutableArray<MetricPoint>> metrics = new(StringComparer.Ordinal);
            foreach (string metric in request.Metrics)
            {
                try
                {
                    metrics[metric] = await FetchAsync(request, asset, metric, cancellationToken).ConfigureAwait(false);
                }
                catch (OnChainException error)
                {
                    failures.Add((asset, metric, error));
                }

                progress?.Report(new LoadProgress(
                    fetched.Concat([(asset, metrics)]).Sum(entry => entry.Item2.Values.Sum(points => (long)points.Length)), 0,
                    (double)++done / (request.Assets.Length * request.Metrics.Length)));
            }

            fetched.Add((asset, metrics));
        }

        return Assemble(request, fetched, failures);
    }

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private Task<ImmutableArray<MetricPoint>> FetchAsync(OnChainRequest request, string asset, string metric, CancellationToken cancellation)
    {
        string key = string.Create(CultureInfo.InvariantCulture, $"{request.Provider}|{asset.ToUpperInvariant()}|{metric}|{request.First:O}|{request.Last:O}");
        return _answers.ExecuteAsync(
            key, token => _clients[request.Provider].FetchAsync(asset, metric, request.First, request.Last, token), lifetime: null, cancellation);
    }

    private static LoadedData Assemble(
        OnChainRequest request, List<(string Asset, Dictionary<string, ImmutableArray<MetricPoint>> Metrics)> fetched,
        List<(string Asset, string Metric, OnChainException Error)> failures)
    {
        ImmutableArray<InstrumentSeries> series = [.. fetched.Where(entry => entry.Metrics.Values.Any(points => !points.IsEmpty)).Select(entry => Series(request, entry.Asset, entry.Metrics))];
        if (series.IsEmpty)
        {
            throw failures.Count > 0
                ? new OnChainException(failures[0].Error.Kind, $"Nothing was fetched. {failures[0].Error.Message}", failures[0].Error)
                : new OnChainException(OnChainErrorKind.MetricNotAvailable, $"{SourceName(request.Provider)} has no values from {request.First:yyyy-MM-dd} to {request.Last:yyyy-MM-dd}.");
        }

        ImmutableArray<QualityFinding> findings =
        [
            .. failures.Select(failure => new QualityFinding(failure.Error.Reason, QualitySeverity.Warning, failure.Error.Message, "The other metrics were loaded; ask for this one again later.")
            {
                Column = ColumnName.Of(failure.Asset, failure.Metric),
            }),
        ];
        return new LoadedData(series, [.. series.Select(one => QualityInspection.Inspect(one, LoadNotes.None))], findings);
    }

    private static InstrumentSeries Series(OnChainRequest request, string asset, Dictionary<string, ImmutableArray<MetricPoint>> metrics)
    {
        long[] days = [.. metrics.Values.SelectMany(points => points.Select(point => point.Day)).Distinct().Order()];
        Instrument instrument = new($"{asset}{request.IdSuffix}", AssetClass.OnChain)
        {
            DisplayName = $"{asset} on-chain metrics", Source = SourceName(request.Provider),
        };
        return new InstrumentSeries(
            instrument, Timeframe.Day, Availability.OnChain, days,
            request.Metrics.Where(metrics.ContainsKey).Select(metric => KeyValuePair.Create(metric, (ReadOnlyMemory<double>)Spread(days, metrics[metric]))));
    }

    private static double[] Spread(long[] days, ImmutableArray<MetricPoint> points)
    {
        double[] values = new double[days.Length];
        Array.Fill(values, double.NaN);
        foreach (MetricPoint point in points)
        {
            // A day that comes twice keeps its last value: providers send corrections after what they correct.
            values[Array.BinarySearch(days, point.Day)] = point.Value;
        }

        return values;
    }

    private void Validate(OnChainRequest request)
    {
        List<FieldViolation> violations = [];
        Check(request.Assets, "assets", violations);
        Check(request.Metrics, "metrics", violations);
        ImmutableArray<string> known = MetricsOf(request.Provider);
        foreach (string metric in request.Metrics.IsDefault ? [] : request.Metrics.Where(metric => !known.Contains(metric, StringComparer.Ordinal)))
        {
            violations.Add(new FieldViolation("metrics", $"'{metric}' is not supported by {SourceName(request.Provider)}. Supported: {string.Join(", ", known)}."));
        }

        if (request.Last < request.First)
        {
            violations.Add(new FieldViolation("interval", $"must end after its start, got {request.First:yyyy-MM-dd} to {request.Last:yyyy-MM-dd}."));
        }

        if (violations.Count > 0)
        {
            throw new InvalidInputException("ON_CHAIN_INVALID", violations);
        }
    }

    private static void Check(ImmutableArray<string> names, string field, List<FieldViolation> violations)
    {
        if (names.IsDefaultOrEmpty || names.Length > 50 || names.Distinct(StringComparer.OrdinalIgnoreCase).Count() != names.Length
            || names.Any(name => name.Length is 0 or > 40 || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_')))
        {
            violations.Add(new FieldViolation(field, "must be 1 to 50 names of letters, digits and underscores, each once."));
        }
    }
}
