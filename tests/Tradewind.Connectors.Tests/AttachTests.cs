using Grpc.Core;
using Tradewind.Client;
using Tradewind.Testing;
using Tradewind.V1;

namespace Tradewind.Connectors.Tests;

/// <summary>Who may attach, how the server says no, and what it shows.</summary>
public sealed class AttachTests : IAsyncLifetime
{
    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task The_welcome_states_heartbeats_credit_and_the_largest_message()
    {
        await using ScriptedConnector connector = await ScriptedConnector.DialAsync(_server, new AttachRequest { Hello = ScriptedConnector.Hello() });

        ConnectorWelcome welcome = await connector.NextAsync(order => order.Welcome);

        Assert.Equal((1, 10L, 30L, 16), (welcome.ProtocolVersion, welcome.HeartbeatInterval.Seconds, welcome.SilenceLimit.Seconds, welcome.FetchCredit));
        Assert.True(welcome.MaxRowCount > 0 && welcome.SessionId.Length > 0);
    }

    [Fact]
    public async Task An_attached_connector_is_listed_with_what_it_announced_and_stays_listed_when_it_left()
    {
        ScriptedConnector connector = await ScriptedConnector.AttachAsync(_server);
        await connector.SayAsync(new AttachRequest
        {
            Heartbeat = new ConnectorHeartbeat { Budgets = { new SourceBudget { Source = ScriptedConnector.Source, UsedCount = 3, LimitCount = 100 } } },
        });
        Connector attached = await StatusAsync(found => found.Budgets.Count > 0);
        Assert.Equal((ConnectorState.Attached, "1.2", 1, 3), (attached.State, attached.Version, attached.AttachCount, attached.Budgets[0].UsedCount));
        Assert.Equal([ScriptedConnector.Source], attached.Sources.Select(source => source.Name));
        Assert.NotNull(attached.ConnectTime);

        await connector.DisposeAsync();

        Connector left = await StatusAsync(found => found.State == ConnectorState.Detached);
        Assert.Null(left.ConnectTime);
        Assert.NotNull(left.LastSeenTime);
        Assert.NotEqual("", left.LastError);
        Assert.Equal(left.Name, Assert.Single((await _server.Client.Connectors.ListConnectorsAsync(new ListConnectorsRequest())).Connectors).Name);
    }

    [Fact]
    public async Task A_hello_that_is_wrong_is_refused_with_every_wrong_field()
    {
        ConnectorHello wrong = ScriptedConnector.Hello(hello => (hello.Name, hello.InstanceId, hello.Sources[0].Name) = ("No Good", "", "x y"));
        wrong.Sources[0].Timeframes.Add("soon");
        await using ScriptedConnector connector = await ScriptedConnector.DialAsync(_server, new AttachRequest { Hello = wrong });

        TradewindError error = await connector.DismissalAsync();

        Assert.Equal((StatusCode.InvalidArgument, "HELLO_INVALID"), (error.Status, error.Reason));
        Assert.Equal(
            ["hello.name", "hello.instance_id", "hello.sources[0].name", "hello.sources[0].timeframes"], error.Violations.Select(violation => violation.Field));
    }

    [Fact]
    public async Task Anything_else_than_a_hello_first_and_a_second_hello_are_refused()
    {
        await using ScriptedConnector silent = await ScriptedConnector.DialAsync(_server, new AttachRequest { Heartbeat = new ConnectorHeartbeat() });
        Assert.Equal("HELLO_MISSING", (await silent.DismissalAsync()).Reason);

        await using ScriptedConnector twice = await ScriptedConnector.AttachAsync(_server);
        await twice.SayAsync(new AttachRequest { Hello = ScriptedConnector.Hello() });
        TradewindError error = await twice.DismissalAsync();
        Assert.Equal((StatusCode.InvalidArgument, "PROTOCOL_BREACH"), (error.Status, error.Reason));
    }

    [Fact]
    public async Task An_older_version_of_the_protocol_is_refused()
    {
        await using ScriptedConnector old = await ScriptedConnector.DialAsync(_server, new AttachRequest { Hello = ScriptedConnector.Hello(hello => hello.ProtocolVersion = 0) });

        TradewindError error = await old.DismissalAsync();

        Assert.Equal((StatusCode.FailedPrecondition, "PROTOCOL_VERSION"), (error.Status, error.Reason));
    }

    [Fact]
    public async Task A_second_instance_of_the_same_name_is_refused_while_the_first_lives()
    {
        await using ScriptedConnector first = await ScriptedConnector.AttachAsync(_server);
        await using ScriptedConnector second = await ScriptedConnector.DialAsync(_server, new AttachRequest { Hello = ScriptedConnector.Hello(hello => hello.InstanceId = "two") });

        TradewindError error = await second.DismissalAsync();

        Assert.Equal((StatusCode.AlreadyExists, "CONNECTOR_ATTACHED"), (error.Status, error.Reason));
        Assert.Equal(1, (await StatusAsync(_ => true)).AttachCount);
    }

    [Fact]
    public async Task The_same_instance_replaces_its_old_stream()
    {
        await using ScriptedConnector before = await ScriptedConnector.AttachAsync(_server);
        await using ScriptedConnector after = await ScriptedConnector.AttachAsync(_server);

        TradewindError error = await before.DismissalAsync();

        Assert.Equal((StatusCode.Aborted, "CONNECTOR_REPLACED"), (error.Status, error.Reason));
        Connector status = await StatusAsync(_ => true);
        Assert.Equal((ConnectorState.Attached, 2), (status.State, status.AttachCount));
    }

    [Fact]
    public async Task A_connector_that_falls_silent_is_dismissed()
    {
        await using TestServer impatient = await TestServer.StartAsync(options => options.HeartbeatSeconds = 0.05);
        await using ScriptedConnector connector = await ScriptedConnector.AttachAsync(impatient);

        TradewindError error = await connector.DismissalAsync();

        Assert.Equal((StatusCode.Aborted, "CONNECTOR_SILENT"), (error.Status, error.Reason));
    }

    [Fact]
    public async Task A_stopping_server_tells_its_connectors_to_come_back()
    {
        TestServer stopping = await TestServer.StartAsync();
        await using ScriptedConnector connector = await ScriptedConnector.AttachAsync(stopping);

        await stopping.DisposeAsync();

        Assert.Equal(StatusCode.Aborted, (await connector.DismissalAsync()).Status);
    }

    [Fact]
    public async Task An_unknown_connector_is_not_found() => await Refused.AsUnknownAsync(
        "UNKNOWN_CONNECTOR", async () => await _server.Client.Connectors.GetConnectorAsync(new GetConnectorRequest { Connector = "nobody" }));

    private async Task<Connector> StatusAsync(Func<Connector, bool> fits)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(30));
        while (true)
        {
            Connector status = (await _server.Client.Connectors.GetConnectorAsync(
                new GetConnectorRequest { Connector = ScriptedConnector.Name }, cancellationToken: patience.Token)).Connector;
            if (fits(status))
            {
                return status;
            }

            await Task.Yield();
        }
    }
}
