using System.Diagnostics;
using Grpc.Core;
using Tradewind.Client;
using Tradewind.Domain.Errors;
using Tradewind.Server.Hosting;
using Tradewind.Testing;
using Tradewind.V1;

namespace Tradewind.Server.Tests.Strategies;

/// <summary>Strategies of a plug-in assembly: the template builds, is loaded in a context of its own and trades like a built-in one.</summary>
public sealed class PluginTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tradewind-plugins-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_template_builds_and_trades_over_the_contract()
    {
        string plugins = Build("ExampleStrategies", _ => { });
        await using TestServer server = await TestServer.StartAsync(options => options.StrategyPlugins = plugins);
        await server.LoadBarsAsync(120);
        Strategy strategy = Assert.Single((await server.Signals.ListStrategiesAsync(new() { PageSize = 1000 })).Strategies, one => one.Id == "example_average_band");
        Assert.Equal((1, 10_000), (strategy.Parameters[0].Minimum, strategy.Parameters[0].Maximum));

        Backtest backtest = await RunAsync(server, "5");
        Assert.True(backtest.FillCount > 3, $"{backtest.FillCount} fills");
        Assert.True((await server.Backtests.VerifyBacktestAsync(new() { BacktestId = backtest.Id })).Identical);
        Assert.NotEmpty(await server.Signals.GenerateSignals(new GenerateSignalsRequest { Strategy = Spec("5"), Members = { MarketData.Member(MarketData.Coin) } }).ListAsync());

        RpcException wrong = await Assert.ThrowsAsync<RpcException>(() => RunAsync(server, "0"));
        Assert.Equal(StatusCode.InvalidArgument, wrong.StatusCode);
        Assert.Contains("window", wrong.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exception_of_a_plug_in_fails_its_backtest_and_names_it()
    {
        string plugins = Build("FailingStrategies", source =>
        {
            Replace(source, "AverageBandStrategy.cs", "double average =", "if (context.Time > 1_708_000_000_000_000_000) throw new InvalidOperationException(\"no luck\");\n            double average =");
            Replace(source, "ExamplePlugin.cs", "example_average_band", "failing_band");
        });
        await using TestServer server = await TestServer.StartAsync(options => options.StrategyPlugins = plugins);
        await server.LoadBarsAsync(120);
        RunBacktestResponse started = await server.Backtests.RunBacktestAsync(new RunBacktestRequest
        {
            Spec = new BacktestSpec { Strategy = new StrategySpec { StrategyId = "failing_band" }, Members = { MarketData.Member(MarketData.Coin) } },
        });
        Operation ended = await server.Client.WaitForOperationAsync(started.Operation);
        Assert.Equal(OperationState.Failed, ended.State);
        Assert.Contains("The strategy failing_band of the plug-in FailingStrategies failed at 2024-02-", ended.Error.Message, StringComparison.Ordinal);
        Assert.Contains("no luck", ended.Error.Message, StringComparison.Ordinal);
        // The server goes on.
        Assert.NotEmpty((await server.Signals.ListStrategiesAsync(new())).Strategies);
    }

    [Theory]
    [InlineData("example_average_band", "ma_crossover", "'ma_crossover' is the id of another strategy")]
    [InlineData("example_average_band", "Example Band", "small letters")]
    [InlineData("\"20\"", "\"0\"", "a default that it does not take")]
    public async Task A_plug_in_that_cannot_be_used_stops_the_start(string old, string replacement, string says)
    {
        string plugins = Build("WrongStrategies", source => Replace(source, "ExamplePlugin.cs", old, replacement));
        InvalidInputException error = await Assert.ThrowsAsync<InvalidInputException>(() => TestServer.StartAsync(options => options.StrategyPlugins = plugins));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_missing_and_an_assembly_without_strategies_stop_the_start()
    {
        await Assert.ThrowsAsync<InvalidInputException>(() => TestServer.StartAsync(options => options.StrategyPlugins = Path.Combine(_folder, "none")));
        string plugins = Directory.CreateDirectory(Path.Combine(_folder, "empty")).FullName;
        File.Copy(typeof(YamlDotNet.Core.YamlException).Assembly.Location, Path.Combine(plugins, "YamlDotNet.dll"));
        InvalidInputException error = await Assert.ThrowsAsync<InvalidInputException>(() => TestServer.StartAsync(options => options.StrategyPlugins = plugins));
        Assert.Contains("IStrategyPlugin", error.Message, StringComparison.Ordinal);
    }

    private static StrategySpec Spec(string window) => new() { StrategyId = "example_average_band", Parameters = { ["window"] = window } };

    private static async Task<Backtest> RunAsync(TestServer server, string window)
    {
        BacktestSpec spec = new() { Strategy = Spec(window), Members = { MarketData.Member(MarketData.Coin) }, Settings = new TradingSettings { MaxDrawdownFraction = 1 } };
        string id = await server.ResultOfAsync((await server.Backtests.RunBacktestAsync(new RunBacktestRequest { Spec = spec })).Operation);
        return (await server.Backtests.GetBacktestAsync(new GetBacktestRequest { BacktestId = id })).Backtest;
    }

    private static void Replace(string folder, string file, string old, string replacement)
    {
        string path = Path.Combine(folder, file), text = File.ReadAllText(path);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(old, replacement, StringComparison.Ordinal));
    }

    // Builds a copy of the template the way its users do, against the assemblies of the server in this process.
    private string Build(string name, Action<string> change)
    {
        string source = Directory.CreateDirectory(Path.Combine(_folder, $"{name}-source")).FullName;
        foreach (string file in Directory.GetFiles(TemplateFolder()))
        {
            File.Copy(file, Path.Combine(source, Path.GetFileName(file)));
        }

        change(source);
        string target = Path.Combine(_folder, $"{name}-plugins", name);
        ProcessStartInfo start = new("dotnet")
        {
            RedirectStandardOutput = true,
            ArgumentList =
            {
                "build", Path.Combine(source, "ExampleStrategies.csproj"), "--nologo", "-v", "q", "-o", target, $"-p:TradewindServer={AppContext.BaseDirectory}",
                $"-p:AssemblyName={name}",
            },
            Environment = { ["MSBUILDDISABLENODEREUSE"] = "1", ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1" },
        };
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output);
        Assert.False(File.Exists(Path.Combine(target, "Tradewind.Domain.dll")), "the contract is the server's own");
        return Path.GetDirectoryName(target)!;
    }

    private static string TemplateFolder()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string found = Path.Combine(folder.FullName, "templates", "strategy-plugin");
            if (Directory.Exists(found))
            {
                return found;
            }
        }

        throw new DirectoryNotFoundException("templates/strategy-plugin is not above the test's folder.");
    }
}
