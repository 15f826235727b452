using System.Text.Json.Nodes;

namespace Tradewind.EndToEnd.Tests;

/// <summary>The server published as for the container image, on its own.</summary>
public sealed class PublishedServerTests
{
    [Fact]
    public async Task The_published_server_does_the_main_job_with_the_settings_of_the_image()
    {
        using TemporaryFolder folder = new();
        string application = folder.File("app");
        (await ChildProcess.RunAsync(["eng/publish.sh", application])).Expect(0);
        string assembly = Path.Combine(application, "Tradewind.Server.dll");
        Directory.CreateDirectory(folder.File("elsewhere"));

        Dictionary<string, string> environment = new()
        {
            ["TRADEWIND_LISTEN"] = "0.0.0.0:0",
            ["TRADEWIND_ALLOW_NON_LOOPBACK"] = "true",
            ["TRADEWIND_DATA"] = folder.File("data"),
            ["DOTNET_EnableDiagnostics"] = "0",
        };
        await using ServerProcess server = await ServerProcess.StartAsync(["dotnet", assembly], folder.File("elsewhere"), environment);
        environment["TRADEWIND_LISTEN"] = server.Host;
        CommandResult health = await ChildProcess.RunAsync(["dotnet", assembly, "health"], folder.File("elsewhere"), environment);
        Assert.Equal("Serving", health.Expect(0).Output.Trim());

        string address = $"http://127.0.0.1:{server.Host.Split(':')[1]}";
        CommandResult job = await ChildProcess.RunAsync(
            ["dotnet", ProductFolder.CliAssembly, "workflow", "--rows", "600", "--server", address, "--json"]);
        JsonNode figures = job.Expect(0).Json;
        Assert.True(figures["data"]!["simulated"]!.GetValue<bool>());
        Assert.True(figures["paper"]!["replay_identical"]!.GetValue<bool>());
        Assert.True(File.Exists(folder.File("data/tradewind.db")));
        Assert.Empty(Directory.GetFileSystemEntries(folder.File("elsewhere")));

        Assert.Equal(0, await server.StopAsync());
        Assert.NotEqual(0, (await ChildProcess.RunAsync(["dotnet", assembly, "health"], folder.File("elsewhere"), environment)).ExitCode);
    }
}
