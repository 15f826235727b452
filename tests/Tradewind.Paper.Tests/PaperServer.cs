using Tradewind.Testing;
using Tradewind.V1;

namespace Tradewind.Paper.Tests;

/// <summary>A server with the test coin and simulated history, whose feeds play when a test says so.</summary>
public abstract class PaperServer : IAsyncLifetime
{
    /// <summary>Bars of the test coin.</summary>
    protected const int Rows = 120;

    /// <summary>A strategy that trades often on the test coin.</summary>
    protected static StrategySpec Crossover => new() { StrategyId = "ma_crossover", Parameters = { ["fast"] = "2", ["slow"] = "5" } };

    /// <summary>Time of the feeds.</summary>
    protected SteppedClock Clock { get; } = new();

    /// <summary>The server.</summary>
    protected TestServer Server { get; set; } = null!;

    /// <inheritdoc />
    public async Task InitializeAsync()
    {
        Server = await TestServer.StartAsync(options => options.HeartbeatSeconds = 0.2, Clock);
        await Server.LoadBarsAsync(Rows);
        await Server.SimulateAsync(150);
    }

    /// <inheritdoc />
    public async Task DisposeAsync() => await Server.DisposeAsync();

    /// <summary>A feed that is played as fast as possible.</summary>
    protected static StartFeedRequest Unpaced(params string[] ids) =>
        new() { Replay = new ReplayFeed { Members = { ids.Select(id => MarketData.Member(id)) } } };
}
