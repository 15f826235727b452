using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Tradewind.V1;

namespace Tradewind.Clients.Tests.Fakes;

/// <summary>One attached connector with a subscription, and one that is down.</summary>
internal sealed class FakeConnectors : ConnectorService.ConnectorServiceBase
{
    public override Task<ListConnectorsResponse> ListConnectors(ListConnectorsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListConnectorsResponse { Connectors = { Down(), Attached() } });

    public override Task<GetConnectorResponse> GetConnector(GetConnectorRequest request, ServerCallContext context) =>
        Task.FromResult(new GetConnectorResponse { Connector = request.Connector == "ccxt" ? Attached() : Down() });

    private static Connector Attached() => new()
    {
        Name = "ccxt", Version = "0.1.0", State = ConnectorState.Attached, FetchCount = 12, AttachCount = 2,
        ConnectTime = Timestamp.FromDateTime(DateTime.UnixEpoch), LastSeenTime = Timestamp.FromDateTime(DateTime.UnixEpoch),
        Sources =
        {
            new ConnectorSource
            {
                Name = "binance", Capabilities = { ConnectorCapability.History }, Timeframes = { "1m", "1h" }, Limits = new ConnectorLimits { RequestsPerWindow = 1200 },
            },
        },
        Budgets = { new SourceBudget { Source = "binance", UsedCount = 34, LimitCount = 1200 } },
        Subscriptions =
        {
            new ConnectorSubscription
            {
                Source = "binance", Symbol = "BTC/USDT", Capability = ConnectorCapability.LiveBars, Timeframe = "1m", Phase = SubscriptionPhase.Active,
                Method = DeliveryMethod.Streaming, ConsumerCount = 3,
            },
        },
    };

    private static Connector Down() => new()
    {
        Name = "bloomberg", State = ConnectorState.Detached, LastError = "The connector left.", LastErrorTime = Timestamp.FromDateTime(DateTime.UnixEpoch),
        Process = new ConnectorProcess { RestartCount = 4 },
    };
}
