using System.Text.Json.Nodes;

namespace Tradewind.EndToEnd.Tests;

public sealed class RestartTests
{
    private static readonly string[][] Lists = [["data", "list"], ["models", "list"], ["backtest", "list"], ["feeds", "list"], ["operations", "list"]];

    [Fact]
    public async Task A_second_start_finds_what_the_first_one_made()
    {
        using TemporaryFolder data = new();
        string[] before;
        await using (ServerProcess first = await ServerProcess.StartAsync(data.Path))
        {
            (await first.CliAsync("data", "simulate", "--rows", "400")).Expect(0);
            (await first.CliAsync("train", "SIM-BTC/USD", "--target", "SIM_BTC_USD_close")).Expect(0);
            (await first.CliAsync("backtest", "run", "SIM-BTC/USD", "--strategy", "ma_crossover")).Expect(0);
            (await first.CliAsync("feeds", "start", "--simulated", "--rows", "5")).Expect(0);
            before = await ListAsync(first);
            Assert.All(before, list => Assert.NotEmpty(JsonNode.Parse(list)!.AsArray()));
            Assert.Equal(0, await first.StopAsync());
        }

        await using ServerProcess second = await ServerProcess.StartAsync(data.Path);
        Assert.Equal(before, await ListAsync(second));
        string backtest = JsonNode.Parse(before[2])![0]!["id"]!.GetValue<string>();
        Assert.Contains("identical", (await second.CliAsync("backtest", "verify", backtest)).Expect(0).Output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_server_that_cannot_start_says_why_in_one_sentence()
    {
        using TemporaryFolder data = new();
        using TemporaryFolder other = new();
        await using ServerProcess running = await ServerProcess.StartAsync(data.Path);

        CommandResult samePort = await StartAsync("--listen", running.Host, "--data", other.Path);
        Assert.Contains("address already in use", SingleLine(samePort), StringComparison.Ordinal);

        CommandResult sameStore = await StartAsync("--listen", "127.0.0.1:0", "--data", data.Path);
        Assert.Contains("is open in another process", SingleLine(sameStore), StringComparison.Ordinal);

        CommandResult noFolder = await StartAsync("--listen", "127.0.0.1:0", "--data", other.Write("file", "") + "/data");
        Assert.Contains("file", SingleLine(noFolder), StringComparison.Ordinal);
    }

    private static Task<CommandResult> StartAsync(params string[] arguments) =>
        ChildProcess.RunAsync(["dotnet", ProductFolder.ServerAssembly, .. arguments]);

    private static string SingleLine(CommandResult start)
    {
        string line = Assert.Single(start.Expect(1).Error.Trim().Split('\n'));
        Assert.StartsWith("The server cannot start: ", line, StringComparison.Ordinal);
        Assert.Empty(start.Output);
        return line;
    }

    private static async Task<string[]> ListAsync(ServerProcess server)
    {
        List<string> lists = [];
        foreach (string[] list in Lists)
        {
            lists.Add((await server.CliAsync([.. list, "--json"])).Expect(0).Output);
        }

        return [.. lists];
    }
}
