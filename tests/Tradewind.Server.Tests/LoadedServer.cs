using Tradewind.Testing;

namespace Tradewind.Server.Tests;

/// <summary>One server for the tests of a class that change nothing the others look at: simulated coins and a spread, and a test coin.</summary>
public sealed class LoadedServer : IAsyncLifetime
{
    /// <summary>Rows of the simulated history.</summary>
    public const int SimulatedRows = 400;

    /// <summary>Rows of the test coin.</summary>
    public const int CoinRows = 120;

    /// <summary>The server.</summary>
    public TestServer Server { get; private set; } = null!;

    /// <inheritdoc />
    public async Task InitializeAsync()
    {
        Server = await TestServer.StartAsync();
        await Server.SimulateAsync(SimulatedRows);
        await Server.LoadBarsAsync(CoinRows);
    }

    /// <inheritdoc />
    public async Task DisposeAsync() => await Server.DisposeAsync();
}
