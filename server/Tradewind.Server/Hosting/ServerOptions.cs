using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Net;
using Tradewind.Sources.OnChain;

namespace Tradewind.Server.Hosting;

/// <summary>
/// Settings of the server. Read from <c>config/tradewind.yaml</c>, overlaid by environment variables (<c>TRADEWIND_LISTEN</c>),
/// overlaid by the command line (<c>--listen</c>).
/// </summary>
public sealed class ServerOptions
{
    /// <summary>Value of <see cref="Storage"/> for the PostgreSQL store.</summary>
    public const string Postgres = "postgres";

    /// <summary>Address and port to listen on; port 0 takes a free one. Default 127.0.0.1:5210.</summary>
    [Required]
    public string Listen { get; set; } = "127.0.0.1:5210";

    /// <summary>
    /// True allows an address that other machines reach although there is no <see cref="TlsCertificate"/>: the wire is then plain text, so
    /// this needs a deliberate yes. Default false.
    /// </summary>
    public bool AllowNonLoopback { get; set; }

    /// <summary>
    /// Certificate file; with it the server speaks TLS. A PFX file, or a PEM file (the server's certificate first, then those between it and
    /// the root) together with <see cref="TlsKey"/>. Empty, the default, for plain text.
    /// </summary>
    public string TlsCertificate { get; set; } = "";

    /// <summary>File of the private key that belongs to a PEM certificate. Empty for a PFX file, which holds its own.</summary>
    public string TlsKey { get; set; } = "";

    /// <summary>Password of the PFX or key file. Only from the environment, <c>TRADEWIND_TLS_PASSWORD</c>, where nobody commits it.</summary>
    public string TlsPassword { get; set; } = "";

    /// <summary>
    /// PEM file of the authorities that sign clients' certificates. With it, only clients with such a certificate may connect (mutual TLS).
    /// Empty, the default, for clients without.
    /// </summary>
    public string TlsClientCa { get; set; } = "";

    /// <summary>
    /// True answers browsers too (gRPC-Web): with TLS on the same port, by HTTP/1.1 or 2; in plain text on <see cref="GrpcWebListen"/>, by
    /// HTTP/1.1. Default false.
    /// </summary>
    public bool GrpcWeb { get; set; }

    /// <summary>Address and port for browsers where there is no TLS. Default 127.0.0.1:5211.</summary>
    [Required]
    public string GrpcWebListen { get; set; } = "127.0.0.1:5211";

    /// <summary>
    /// Origins of web pages that may call the server, such as <c>https://desk.example:8443</c>, separated by commas. Empty, the default, for
    /// none but pages the server's own address serves.
    /// </summary>
    public string AllowedOrigins { get; set; } = "";

    /// <summary>Seconds a stop may take: running calls have that long, live streams are ended within two. Default 30.</summary>
    [Range(0.1, 3600)]
    public double ShutdownSeconds { get; set; } = 30;

    /// <summary>Folder for the store. Created when missing. Default <c>data</c> in the working folder.</summary>
    [Required]
    public string Data { get; set; } = "data";

    /// <summary>File of instruments known beforehand. Empty, the default, for <c>instruments.yaml</c> beside the configuration file, else the built-in list.</summary>
    public string Instruments { get; set; } = "";

    /// <summary>Folder of named feature sets. Empty, the default, for <c>features</c> beside the configuration file, else the built-in sets.</summary>
    public string Features { get; set; } = "";

    /// <summary>Folder of assemblies with strategies of your own (docs/strategies.md). Empty, the default, for none: their code runs in the server.</summary>
    public string StrategyPlugins { get; set; } = "";

    /// <summary>Folder of named strategies. Empty, the default, for <c>strategies</c> beside the configuration file, else the built-in ones.</summary>
    public string Strategies { get; set; } = "";

    /// <summary>
    /// Where the store lives: <c>sqlite</c>, the default, for a file in <see cref="Data"/>; <c>postgres</c> for the database that
    /// <see cref="StorageConnection"/> names.
    /// </summary>
    [Required]
    [RegularExpression("sqlite|postgres", ErrorMessage = "storage must be sqlite or postgres.")]
    public string Storage { get; set; } = "sqlite";

    /// <summary>
    /// How to connect to PostgreSQL: <c>Host=...;Database=...;Username=...;Password=...</c>. From the file or, better, the environment
    /// (<c>TRADEWIND_STORAGE_CONNECTION</c>); it is shown nowhere. Leave the password out where <c>PGPASSFILE</c> has it.
    /// </summary>
    public string StorageConnection { get; set; } = "";

    /// <summary>Size the embedded store may grow to, in bytes; loads beyond it are refused with STORE_FULL. 0, the default, for no limit.</summary>
    [Range(0, long.MaxValue)]
    public long MaxStoreBytes { get; set; }

    /// <summary>Largest message a client may send, in bytes. Default 16 MiB.</summary>
    [Range(64 * 1024, 1 << 30)]
    public int MaxReceiveMessageBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>Largest file an upload may carry, in bytes. Default 1 GiB.</summary>
    [Range(1024, 8L << 30)]
    public long MaxUploadBytes { get; set; } = 1L << 30;

    /// <summary>Memory for series that were read lately, in bytes; 0 reads every time from the store. Default 256 MiB.</summary>
    [Range(0, 64L << 30)]
    public long SeriesCacheBytes { get; set; } = 256L << 20;

    /// <summary>Address of Glassnode's metrics.</summary>
    [Required]
    public string GlassnodeUrl { get; set; } = "https://api.glassnode.com/v1/metrics";

    /// <summary>Paths at Glassnode that differ from the built-in ones: <c>mvrv=market/mvrv</c>, separated by commas. Empty, the default, for none.</summary>
    public string GlassnodePaths { get; set; } = "";

    /// <summary>Key of Glassnode. Only from the environment, <c>TRADEWIND_GLASSNODE_API_KEY</c> or <c>GLASSNODE_API_KEY</c>. Empty turns the source off.</summary>
    public string GlassnodeApiKey { get; set; } = "";

    /// <summary>Address of CoinMetrics for callers with a key.</summary>
    [Required]
    public string CoinmetricsUrl { get; set; } = "https://api.coinmetrics.io/v4";

    /// <summary>Address of CoinMetrics for callers without a key.</summary>
    [Required]
    public string CoinmetricsCommunityUrl { get; set; } = "https://community-api.coinmetrics.io/v4";

    /// <summary>Key of CoinMetrics. Only from the environment, <c>TRADEWIND_COINMETRICS_API_KEY</c> or <c>COINMETRICS_API_KEY</c>. Empty uses the community service.</summary>
    public string CoinmetricsApiKey { get; set; } = "";

    /// <summary>Trainings and backtests computed at once. Default 2.</summary>
    [Range(1, 64)]
    public int MaxConcurrentOperations { get; set; } = 2;

    /// <summary>Operations that may wait before new ones are refused with RESOURCE_EXHAUSTED. Default 100.</summary>
    [Range(1, 10_000)]
    public int MaxQueuedOperations { get; set; } = 100;

    /// <summary>Feeds, signal streams and paper sessions running at once, each. Default 32.</summary>
    [Range(1, 10_000)]
    public int MaxLiveRuns { get; set; } = 32;

    /// <summary>Seconds between heartbeats on idle streams. Default 10.</summary>
    [Range(0.05, 3600)]
    public double HeartbeatSeconds { get; set; } = 10;

    /// <summary>Hours an answer is kept for repeats under the same request id. Default 168 (a week).</summary>
    [Range(1, 24 * 365)]
    public int RequestRetentionHours { get; set; } = 168;

    /// <summary>Seconds a fetch from a connector may take. Default 300.</summary>
    [Range(0.01, 86_400)]
    public double ConnectorFetchSeconds { get; set; } = 300;

    /// <summary>Seconds a live feed waits for the other bars of a market time when one has closed. Default 2.</summary>
    [Range(0.001, 60)]
    public double LiveSettleSeconds { get; set; } = 2;

    /// <summary>Seconds before a connector's process that ended is started again; doubles with each failure in a row, up to 60. Default 1.</summary>
    [Range(0.001, 60)]
    public double ConnectorRestartSeconds { get; set; } = 1;

    /// <summary>Connectors the server runs as child processes. Only from the configuration file.</summary>
    public IReadOnlyList<ConnectorProcessOptions> Connectors { get; set; } = [];

    /// <summary>Smallest level that is logged: Debug, Information, Warning or Error. Default Information.</summary>
    [Required]
    [RegularExpression("(?i)(Debug|Information|Warning|Error)", ErrorMessage = "log_level must be Debug, Information, Warning or Error.")]
    public string LogLevel { get; set; } = "Information";

    /// <summary>The address to listen on.</summary>
    /// <exception cref="ValidationException">The text is not an IP address with port, or not loopback without TLS or permission.</exception>
    public IPEndPoint Endpoint() => Parse("listen", Listen);

    /// <summary>The address for browsers where there is no TLS.</summary>
    /// <exception cref="ValidationException">As for <see cref="Endpoint"/>.</exception>
    public IPEndPoint WebEndpoint() => Parse("grpc_web_listen", GrpcWebListen);

    /// <summary>The allowed origins, one by one.</summary>
    /// <exception cref="ValidationException">One of them is no origin.</exception>
    public IReadOnlyList<string> Origins()
    {
        string[] origins = AllowedOrigins.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (string origin in origins)
        {
            if (!Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("http" or "https")
                || !string.Equals(uri.GetLeftPart(UriPartial.Authority), origin, StringComparison.OrdinalIgnoreCase))
            {
                throw new ValidationException($"allowed_origins: '{origin}' is no origin such as https://desk.example:8443, without a path and a slash at its end.");
            }
        }

        return origins;
    }

    /// <summary>Where the providers of blockchain metrics are.</summary>
    /// <exception cref="ValidationException">An address is none, or a path has no metric.</exception>
    public OnChainSettings OnChain() => new()
    {
        Glassnode = Address("glassnode_url", GlassnodeUrl),
        CoinMetrics = Address("coinmetrics_url", CoinmetricsUrl),
        CoinMetricsCommunity = Address("coinmetrics_community_url", CoinmetricsCommunityUrl),
        GlassnodeKey = GlassnodeApiKey.Length == 0 ? null : GlassnodeApiKey,
        CoinMetricsKey = CoinmetricsApiKey.Length == 0 ? null : CoinmetricsApiKey,
        GlassnodePaths = GlassnodePaths.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2))
            .ToImmutableDictionary(
                pair => pair.Length == 2 ? pair[0].Trim() : throw new ValidationException($"glassnode_paths holds '{pair[0]}', which is no metric=path."), pair => pair[1].Trim()),
    };

    private static Uri Address(string setting, string value) => Uri.TryCreate(value, UriKind.Absolute, out Uri? address)
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
        ? address
        : throw new ValidationException($"{setting} must be an https address (http only on loopback: requests carry keys), got '{value}'.");

    private IPEndPoint Parse(string setting, string value)
    {
        string text = value.Replace("localhost:", "127.0.0.1:", StringComparison.OrdinalIgnoreCase);
        if (!IPEndPoint.TryParse(text, out IPEndPoint? endpoint) || !text.Contains(':', StringComparison.Ordinal))
        {
            throw new ValidationException($"{setting} must be an IP address with port such as 127.0.0.1:5210, got '{value}'.");
        }

        return IPAddress.IsLoopback(endpoint.Address) || AllowNonLoopback || TlsCertificate.Length > 0
            ? endpoint
            : throw new ValidationException(
                $"{setting} is {value}, which other machines reach over plain text. Use a loopback address, set tls_certificate, or set allow_non_loopback to true if that is meant.");
    }
}
