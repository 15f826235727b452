using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Tradewind.Server.Hosting;
using Tradewind.V1;

namespace Tradewind.Server.Connectors;

/// <summary>Runs the connectors of the configuration as child processes.</summary>
internal sealed class ConnectorProcesses(ServerOptions options, IServer server, TimeProvider clock, ILogger<ConnectorProcesses> logger) : IHostedLifecycleService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private SupervisedProcess[] _processes = [];
    private Task _running = Task.CompletedTask;

    /// <summary>Connector name to the state of its process.</summary>
    public IReadOnlyDictionary<string, ConnectorProcess> Describe() =>
        _processes.ToDictionary(process => process.Name, process => process.Describe(), StringComparer.Ordinal);

    /// <summary>Starts the processes once the server listens, as they dial in at once.</summary>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        string address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "";
        _processes =
        [
            .. options.Connectors.Select(connector => new SupervisedProcess(
                connector, options.ConnectorRestartSeconds, address.Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal).Replace("[::]", "127.0.0.1", StringComparison.Ordinal), clock, logger)),
        ];
        _running = Task.WhenAll(_processes.Select(process => Task.Run(() => process.RunAsync(_stopping.Token), CancellationToken.None)));
        return Task.CompletedTask;
    }

    /// <summary>Stops the processes before the listener, so that their streams do not hold the shutdown up.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _running.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public void Dispose() => _stopping.Dispose();
}
