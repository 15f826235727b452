using System.Diagnostics;

namespace Tradewind.Connectors.Tests;

/// <summary>The stand-in of an exchange, and a configuration that leads the ccxt connector to it.</summary>
internal sealed class FakeExchange : IDisposable
{
    private readonly Process _process;

    private FakeExchange(Process process, string config) => (_process, Config) = (process, config);

    /// <summary>Configuration file for the connector.</summary>
    public string Config { get; }

    /// <summary>The connector's program.</summary>
    public static string Connector => Path.Combine(Repository.Root, "clients", "connectors", "ccxt", "bin", "tradewind-ccxt.js");

    public static async Task<FakeExchange> StartAsync()
    {
        ProcessStartInfo start = new("node") { RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(Repository.Root, "clients", "connectors", "ccxt", "test", "fake-binance.js"));
        Process process = Process.Start(start)!;
        string port = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The stand-in of the exchange did not start.");
        string config = Path.GetTempFileName();
        await File.WriteAllTextAsync(config, $$$"""
            {
              "settings": { "pageRetrySeconds": 0.01, "liveRetrySeconds": 0.05, "serverRetrySeconds": 0.05 },
              "exchanges": {
                "binance": {
                  "rateLimit": 1,
                  "urls": { "api": { "public": "http://127.0.0.1:{{{port}}}/api/v3", "ws": { "spot": "ws://127.0.0.1:{{{port}}}/ws" } } },
                  "options": { "defaultType": "spot", "fetchMarkets": { "types": ["spot"] }, "fetchCurrencies": false, "streamLimits": { "spot": 50 } }
                }
              }
            }
            """);
        return new FakeExchange(process, config);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
        File.Delete(Config);
    }
}
