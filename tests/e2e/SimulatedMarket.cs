namespace Tradewind.EndToEnd.Tests;

/// <summary>A running server that holds a simulated market, shared by the tests of a class.</summary>
public sealed class SimulatedMarket : IAsyncLifetime
{
    /// <summary>Rows of each instrument with bars.</summary>
    public const int RowCount = 400;

    /// <summary>An instrument with bars.</summary>
    public const string Instrument = "SIM-BTC/USD";

    private readonly TemporaryFolder _data = new();

    internal ServerProcess Server { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Server = await ServerProcess.StartAsync(_data.Path);
        (await Server.CliAsync("data", "simulate", "--rows", $"{RowCount}")).Expect(0);
    }

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        _data.Dispose();
    }
}
