using System.Diagnostics;
using Grpc.Core;
using Tradewind.Client;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Strategies;
using Tradewind.Server.Plugins;
using Tradewind.Testing;
using Tradewind.V1;

namespace Tradewind.Server.Tests.Strategies;

/// <summary>Strategies of a plug-in assembly: the template builds, is loaded in a context of its own and trades like a built-in one.</summary>
public sealed class PluginTests : IDisposable
{
    private const string Failing = """
        using Tradewind.Domain.Strategies;
        using Tradewind.Domain.Strategies.Plugins;

        namespace ExampleStrategies;

        public sealed class FailingPlugin : IStrategyPlugin
        {
            public IReadOnlyCollection<StrategyDescriptor> Strategies { get; } =
            [
                new StrategyDescriptor
                {
                    Id = "example_failing", DisplayName = "Failing", Description = "Fails in February.", Parameters = [], Build = (_, _, _) => new FailingStrategy(),
                },
            ];
        }

        public sealed class FailingStrategy : IStrategy
        {
            public string Name => "Failing";

            public void OnSlice(IStrategyContext context)
            {
                if (context.Time > 1_708_000_000_000_000_000)
                {
                    throw new InvalidOperationException("no luck");
                }
            }
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("tradewind-plugins-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_template_builds_and_trades_over_the_contract_and_a_failing_strategy_is_named()
    {
        string plugins = Build("ExampleStrategies", source => File.WriteAllText(Path.Combine(source, "FailingPlugin.cs"), Failing));
        await using TestServer server = await TestServer.StartAsync(options => options.StrategyPlugins = plugins);
        await server.LoadBarsAsync(120);
        Strategy strategy = Assert.Single((await server.Signals.ListStrategiesAsync(new() { PageSize = 1000 })).Strategies, one => one.Id == "example_average_band");
        Assert.Equal((1, 10_000), (strategy.Parameters[0].Minimum, strategy.Parameters[0].Maximum));

        // Another server of the same process has none of it.
        await using (TestServer bare = await TestServer.StartAsync())
        {
            Assert.DoesNotContain((await bare.Signals.ListStrategiesAsync(new() { PageSize = 1000 })).Strategies, one => one.Id == "example_average_band");
            await bare.LoadBarsAsync(120);
            await Refused.AsUnknownAsync("UNKNOWN_STRATEGY", () => RunAsync(bare, "5"));
        }

        Backtest backtest = await RunAsync(server, "5");
        Assert.True(backtest.FillCount > 3, $"{backtest.FillCount} fills");
        Assert.True((await server.Backtests.VerifyBacktestAsync(new() { BacktestId = backtest.Id })).Identical);
        Assert.NotEmpty(await server.Signals.GenerateSignals(new GenerateSignalsRequest { Strategy = Spec("5"), Members = { MarketData.Member(MarketData.Coin) } }).ListAsync());
        StrategySpec composite = new() { StrategyId = "composite", Parameters = { ["members"] = "example_average_band(window=5); momentum" } };
        Assert.NotEmpty(await server.Signals.GenerateSignals(new GenerateSignalsRequest { Strategy = composite, Members = { MarketData.Member(MarketData.Coin) } }).ListAsync());
        RpcException wrong = await Assert.ThrowsAsync<RpcException>(() => RunAsync(server, "0"));
        Assert.Equal(StatusCode.InvalidArgument, wrong.StatusCode);
        Assert.Contains("window", wrong.Status.Detail, StringComparison.Ordinal);

        RunBacktestResponse started = await server.Backtests.RunBacktestAsync(new RunBacktestRequest
        {
            Spec = new BacktestSpec { Strategy = new StrategySpec { StrategyId = "example_failing" }, Members = { MarketData.Member(MarketData.Coin) } },
        });
        Operation ended = await server.Client.WaitForOperationAsync(started.Operation);
        Assert.Equal(OperationState.Failed, ended.State);
        Assert.Contains("The strategy example_failing of the plug-in ExampleStrategies failed at 2024-02-", ended.Error.Message, StringComparison.Ordinal);
        Assert.Contains("no luck", ended.Error.Message, StringComparison.Ordinal);
        Assert.True((await RunAsync(server, "6")).FillCount > 0);
    }

    [Fact]
    public void Ids_of_other_strategies_and_wrong_declarations_are_refused()
    {
        StrategyDescriptor fine = new()
        {
            Id = "fine", DisplayName = "Fine", Description = "Fine.", Build = (_, _, _) => throw new NotSupportedException(),
            Parameters = [new Domain.Strategies.StrategyParameter("window", ParameterKind.Integer, "20", "Bars.", 1, 100)],
        };
        Assert.Equal(fine, StrategyPlugins.Check(fine, "x.dll"));
        (StrategyDescriptor Wrong, string Says)[] wrong =
        [
            (fine with { Id = "Not Fine" }, "small letters"), (fine with { Description = "" }, "without a description"),
            (fine with { Parameters = [fine.Parameters[0] with { Default = "0" }] }, "a default that it does not take"),
        ];
        foreach ((StrategyDescriptor descriptor, string says) in wrong)
        {
            Assert.Contains(says, Assert.Throws<InvalidInputException>(() => StrategyPlugins.Check(descriptor, "x.dll")).Message, StringComparison.Ordinal);
        }

        Assert.Equal("STRATEGY_ID_TAKEN", Assert.Throws<InvalidInputException>(() => new StrategyDirectory([fine with { Id = "ma_crossover" }])).Reason);
        Assert.Equal("STRATEGY_ID_TAKEN", Assert.Throws<InvalidInputException>(() => new StrategyDirectory([fine, fine])).Reason);
        Assert.Contains(new StrategyDirectory([fine]).All, descriptor => descriptor.Id == "fine");
        Assert.DoesNotContain(new StrategyDirectory([]).All, descriptor => descriptor.Id == "fine");
        Assert.DoesNotContain(StrategyCatalogue.All, descriptor => descriptor.Id == "fine");
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
