using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Tradewind.EndToEnd.Tests;

/// <summary><c>./run</c> without <c>--once</c> leaves a server behind, with commands to try.</summary>
public sealed partial class StayingServerTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _environment;

    public StayingServerTests() => _environment = new() { ["TRADEWIND_RUN_DATA"] = _folder.File("data") };

    [Fact]
    public async Task Run_leaves_a_server_that_the_printed_commands_reach_and_stop_ends()
    {
        int port = FreePort();
        CommandResult first = (await RunAsync("--port", $"{port}")).Expect(0);
        string host = $"127.0.0.1:{port}";
        Assert.Contains($"The server is still running at http://{host}", first.Output, StringComparison.Ordinal);
        Assert.True(await IsServingAsync(host));

        // What it prints can be pasted into a shell.
        string curl = BufCommand().Match(first.Output).Value;
        Assert.Contains("SIM-BTC/USD", (await ShellAsync(curl)).Expect(0).Output, StringComparison.Ordinal);
        Assert.Contains("SIM-BTC/USD times open high low close volume", (await ShellAsync(PythonCommand().Match(first.Output).Value)).Expect(0).Output, StringComparison.Ordinal);
        Assert.Equal(3, Regex.Count(first.Output, "^ *grpcurl .*tradewind\\.v1\\.", RegexOptions.Multiline));
        Assert.Contains("\"instrument_id\": \"SIM-BTC/USD\"", first.Output, StringComparison.Ordinal);

        CommandResult second = (await RunAsync("--port", $"{port}")).Expect(0);
        Assert.Contains("Using the server that already runs", second.Output, StringComparison.Ordinal);

        Assert.Contains("Server stopped.", (await RunAsync("--stop")).Expect(0).Output, StringComparison.Ordinal);
        Assert.False(await IsServingAsync(host));
        Assert.Contains("No server of ./run is running.", (await RunAsync("--stop")).Expect(0).Output, StringComparison.Ordinal);
        Assert.True(File.Exists(_folder.File("data/tradewind.db")));
    }

    [Theory]
    [InlineData("--crypto no-such-file.csv", "There is no file no-such-file.csv.")]
    [InlineData("--crypto", "--crypto needs a value.")]
    [InlineData("--twice", "Unknown argument --twice.")]
    [InlineData("--port http", "--port must be a number")]
    public async Task Wrong_arguments_are_named_before_anything_is_built(string arguments, string expected)
    {
        CommandResult run = (await RunAsync(arguments.Split(' '))).Expect(2);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Building", run.Output, StringComparison.Ordinal);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await RunAsync("--stop");
        _folder.Dispose();
    }

    [GeneratedRegex(@"eng/buf\.sh curl .*ListInstruments")]
    private static partial Regex BufCommand();

    [GeneratedRegex(@"PYTHONPATH=clients/python /usr/bin/python3.*", RegexOptions.Singleline)]
    private static partial Regex PythonCommand();

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<bool> IsServingAsync(string host) =>
        (await ChildProcess.RunAsync(["dotnet", ProductFolder.ServerAssembly, "health", "--listen", host])).ExitCode == 0;

    private static Task<CommandResult> ShellAsync(string command) => ChildProcess.RunAsync(["bash", "-c", command]);

    private Task<CommandResult> RunAsync(params IEnumerable<string> arguments) => ChildProcess.RunAsync(["./run", .. arguments], environment: _environment);
}
