using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Tradewind.Cli;
using Tradewind.Client;

namespace Tradewind.Clients.Tests.Fakes;

/// <summary>A whole fake server, and the command line against it.</summary>
internal sealed class FakeTradewind : IAsyncDisposable
{
    private FakeServer? _server;

    public FakeMarket Market { get; } = new();

    public FakeFeatures Features { get; } = new();

    public FakeTraining Training { get; } = new();

    public FakeBacktests Backtests { get; } = new();

    public FakeAdmin Admin { get; } = new();

    public FakePaper Paper { get; init; } = new();

    /// <summary>What a command line prints that must succeed without a word of error.</summary>
    public async Task<string> OutputAsync(params string[] arguments)
    {
        CommandRun run = await RunAsync(arguments);
        Assert.Equal((ExitCode.Success, string.Empty), (run.ExitCode, run.Error));
        return run.Output;
    }

    /// <summary>Runs a command line; the server starts with the first.</summary>
    public async Task<CommandRun> RunAsync(params string[] arguments)
    {
        _server ??= await FakeServer.StartAsync(
            application =>
            {
                application.MapGrpcService<FakeMarket>();
                application.MapGrpcService<FakeFeatures>();
                application.MapGrpcService<FakeTraining>();
                application.MapGrpcService<FakeOperations>();
                application.MapGrpcService<FakeBacktests>();
                application.MapGrpcService<FakeSignals>();
                application.MapGrpcService<FakeStrategies>();
                application.MapGrpcService<FakePaper>();
                application.MapGrpcService<FakeConnectors>();
                application.MapGrpcService<FakeAdmin>();
            },
            services => services.AddSingleton(Market).AddSingleton(Features).AddSingleton(Training).AddSingleton(Backtests).AddSingleton(Paper).AddSingleton(Admin)
                .AddSingleton<FakeOperations>().AddSingleton<FakeSignals>().AddSingleton<FakeConnectors>().AddSingleton<FakeStrategies>());
        return await CommandRun.OfAsync([.. arguments, "--server", _server.Address]);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}

/// <summary>What a command line wrote and returned.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    public static async Task<CommandRun> OfAsync(params string[] arguments)
    {
        StringWriter output = new();
        StringWriter error = new();
        int exitCode = await CommandLine.RunAsync(new CommandHost(output, error, TradewindClient.Connect), arguments);
        return new CommandRun(exitCode, output.ToString(), error.ToString());
    }
}
