using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Tradewind.Server.Hosting;

/// <summary>
/// Settings of the server. Read from <c>config/tradewind.yaml</c>, overlaid by environment variables (<c>TRADEWIND_LISTEN</c>),
/// overlaid by the command line (<c>--listen</c>).
/// </summary>
public sealed class ServerOptions
{
    /// <summary>Address and port to listen on; port 0 takes a free one. Default 127.0.0.1:5210.</summary>
    [Required]
    public string Listen { get; set; } = "127.0.0.1:5210";

    /// <summary>
    /// True allows an address that other machines reach. The wire is plain text, so this needs a deliberate yes. Default false.
    /// </summary>
    public bool AllowNonLoopback { get; set; }

    /// <summary>Folder for the store. Created when missing. Default <c>data</c> in the working folder.</summary>
    [Required]
    public string Data { get; set; } = "data";

    /// <summary>Largest message a client may send, in bytes. Default 16 MiB.</summary>
    [Range(64 * 1024, 1 << 30)]
    public int MaxReceiveMessageBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>Largest file an upload may carry, in bytes. Default 1 GiB.</summary>
    [Range(1024, 8L << 30)]
    public long MaxUploadBytes { get; set; } = 1L << 30;

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

    /// <summary>Smallest level that is logged: Debug, Information, Warning or Error. Default Information.</summary>
    [Required]
    [RegularExpression("(?i)(Debug|Information|Warning|Error)", ErrorMessage = "log_level must be Debug, Information, Warning or Error.")]
    public string LogLevel { get; set; } = "Information";

    /// <summary>The address to listen on.</summary>
    /// <exception cref="ValidationException">The text is not an IP address with port, or not loopback without permission.</exception>
    public IPEndPoint Endpoint()
    {
        string text = Listen.Replace("localhost:", "127.0.0.1:", StringComparison.OrdinalIgnoreCase);
        if (!IPEndPoint.TryParse(text, out IPEndPoint? endpoint) || !text.Contains(':', StringComparison.Ordinal))
        {
            throw new ValidationException($"listen must be an IP address with port such as 127.0.0.1:5210, got '{Listen}'.");
        }

        return IPAddress.IsLoopback(endpoint.Address) || AllowNonLoopback
            ? endpoint
            : throw new ValidationException(
                $"listen is {Listen}, which other machines reach over plain text. Use a loopback address, or set allow_non_loopback to true if that is meant.");
    }
}
