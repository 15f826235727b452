using System.Diagnostics;
using Grpc.Net.Client;
using Tradewind.Client;

namespace Tradewind.Testing;

/// <summary>The real server in a process of its own, to be killed without warning.</summary>
public sealed class ServerProcess : IDisposable
{
    private readonly Process _process;
    private readonly GrpcChannel _channel;

    private ServerProcess(Process process, string address)
    {
        _process = process;
        _channel = GrpcChannel.ForAddress(address);
        Client = new TradewindClient(_channel.CreateCallInvoker());
    }

    /// <summary>Client of the server.</summary>
    public TradewindClient Client { get; }

    /// <summary>Starts a server on a data folder and waits until it listens.</summary>
    public static async Task<ServerProcess> StartAsync(string folder)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true };
        string[] arguments =
            [Path.Combine(AppContext.BaseDirectory, "Tradewind.Server.dll"), "--listen", "127.0.0.1:0", "--data", folder, "--log-level", "Error"];
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        Process process = Process.Start(start) ?? throw new InvalidOperationException("The server process did not start.");
        string line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server process ended at its start.");
        // "Tradewind listens on http://127.0.0.1:40123, data in ..."
        return new ServerProcess(process, line.Split(' ')[3].TrimEnd(','));
    }

    /// <summary>Ends the process at once (SIGKILL): nothing in it gets a chance to tidy up.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _channel.Dispose();
        _process.Dispose();
    }
}
