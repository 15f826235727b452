using System.Diagnostics;
using System.Text.Json;
using Tradewind.Client;
using Tradewind.V1;

namespace Tradewind.Benchmarks;

/// <summary>Reading a million bars through the Python client against parsing the same bars from a file.</summary>
internal static class ClientsArea
{
    private const string Case = "Python client: 1,000,000 bars over gRPC into numpy arrays";
    private const string PeerName = "pandas.read_csv of the same bars";
    private const string RawName = "the same client receiving as many raw bytes";

    public static void Run()
    {
        BenchmarkBars bars = BenchmarkBars.Instance;
        using var server = new ServerProgram();
        using PeerProgram raw = PeerProgram.Start(true, Environment.ProcessPath!, ["serve"])
            ?? throw new InvalidOperationException("The server of raw bytes did not start.");
        LoadReport report = server.Client.UploadFileAsync(bars.CsvFile).GetAwaiter().GetResult();
        var start = new ProcessStartInfo(
            "/usr/bin/python3",
            [Places.Source("python", "read_bars.py"), new Uri(server.Address).Authority, InstrumentOf(report), bars.CsvFile, $"127.0.0.1:{raw.Greeting}"])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["PYTHONPATH"] = Path.Combine(Places.Root, "clients", "python");
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException("The Python client's measurement failed; its error output says why.");
        }

        JsonElement figures = JsonDocument.Parse(output).RootElement;
        Row.OfTimes(
            "clients", Case, "ms", figures.GetProperty("ours_ms").GetDouble(), PeerName, figures.GetProperty("pandas_ms").GetDouble(), 3)
            .Print();
        Row.OfTimes(
            "clients", Case, "ms", figures.GetProperty("ours_best_ms").GetDouble(), RawName, figures.GetProperty("raw_best_ms").GetDouble(), 0.7)
            .Print();
    }

    private static string InstrumentOf(LoadReport report) => report.Instruments[0].Id;
}
