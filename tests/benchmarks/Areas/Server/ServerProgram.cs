using System.Diagnostics;
using Tradewind.Client;

namespace Tradewind.Benchmarks;

/// <summary>The product's server as a process of its own, on a free port and an empty store.</summary>
internal sealed class ServerProgram : IDisposable
{
    private readonly Process _process;
    private readonly string _data;

    public ServerProgram()
    {
        _data = Directory.CreateTempSubdirectory("tradewind-bench-").FullName;
        string server = Path.Combine(Places.Root, "server", "Tradewind.Server", "bin", "Release", "net10.0", "Tradewind.Server.dll");
        _process = Process.Start(new ProcessStartInfo(
            "dotnet", [server, "--listen", "127.0.0.1:0", "--data", _data])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        _process.BeginErrorReadLine();
        const string Greeting = "Tradewind listens on ";
        string line = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The server did not start.");
        Address = line[Greeting.Length..line.IndexOf(',', StringComparison.Ordinal)];
        Client = TradewindClient.Connect(Address);
    }

    public string Address { get; }

    public TradewindClient Client { get; }

    /// <summary>Memory of the server that is in RAM now.</summary>
    public long ResidentMegabytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / (1024 * 1024);
        }
    }

    public void Dispose()
    {
        Client.Dispose();
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_data, recursive: true);
    }
}
