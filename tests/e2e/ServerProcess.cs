using System.Diagnostics;
using System.Text;

namespace Tradewind.EndToEnd.Tests;

/// <summary>A server in a process of its own, on a free port of the loopback.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _log;

    private ServerProcess(Process process, StringBuilder log, string address) => (_process, _log, Address) = (process, log, address);

    /// <summary>Where it listens: <c>http://127.0.0.1:PORT</c>.</summary>
    public string Address { get; }

    /// <summary>Where it listens, without the scheme.</summary>
    public string Host => Address["http://".Length..];

    /// <summary>Starts the built server on a data folder and waits until it listens.</summary>
    public static Task<ServerProcess> StartAsync(string data) =>
        StartAsync(["dotnet", ProductFolder.ServerAssembly, "--listen", "127.0.0.1:0", "--data", data]);

    /// <summary>Starts a server with a command and waits until it listens.</summary>
    public static async Task<ServerProcess> StartAsync(
        IReadOnlyList<string> command, string? folder = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        Process process = ChildProcess.Start(command, folder, environment);
        StringBuilder log = new();
        process.ErrorDataReceived += (_, line) =>
        {
            lock (log)
            {
                log.AppendLine(line.Data);
            }
        };
        process.BeginErrorReadLine();
        string? first = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(2));
        const string Announcement = "Tradewind listens on ";
        if (first?.StartsWith(Announcement, StringComparison.Ordinal) == true)
        {
            return new ServerProcess(process, log, first[Announcement.Length..first.IndexOf(',', StringComparison.Ordinal)]);
        }

        await process.WaitForExitAsync();
        throw new InvalidOperationException($"The server did not start. It said '{first}' and logged:\n{log}");
    }

    /// <summary>Runs the command line against it.</summary>
    public Task<CommandResult> CliAsync(params IEnumerable<string> arguments) => ChildProcess.RunAsync(CliCommand(arguments));

    /// <summary>The command line against it, to be started.</summary>
    public string[] CliCommand(params IEnumerable<string> arguments) =>
        ["dotnet", ProductFolder.CliAssembly, .. arguments, "--server", Address];

    /// <summary>Asks it for its health the way a container does.</summary>
    public Task<CommandResult> HealthAsync() => ChildProcess.RunAsync(["dotnet", ProductFolder.ServerAssembly, "health", "--listen", Host]);

    /// <summary>Ends it at once, as <c>kill -9</c> does: it cannot finish or tidy up anything.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to end, as a service manager does, and returns its exit code.</summary>
    public async Task<int> StopAsync()
    {
        (await ChildProcess.RunAsync(["kill", "-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)])).Expect(0);
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    /// <summary>What it logged so far.</summary>
    public override string ToString()
    {
        lock (_log)
        {
            return _log.ToString();
        }
    }
}
