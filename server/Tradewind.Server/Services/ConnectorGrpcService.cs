using Grpc.Core;
using Tradewind.Domain.Errors;
using Tradewind.Server.Connectors;
using Tradewind.Server.Requests;
using Tradewind.V1;

namespace Tradewind.Server.Services;

/// <summary>Connectors dial in here, and people look at them.</summary>
internal sealed class ConnectorGrpcService(ConnectorHub hub, ConnectorProcesses processes) : ConnectorService.ConnectorServiceBase
{
    /// <inheritdoc />
    public override async Task Attach(IAsyncStreamReader<AttachRequest> requestStream, IServerStreamWriter<AttachResponse> responseStream, ServerCallContext context)
    {
        if (!await requestStream.MoveNext(context.CancellationToken).ConfigureAwait(false) || requestStream.Current.Hello is not { } hello)
        {
            throw new InvalidInputException("HELLO_MISSING", "hello", "must be the first message of a connector.");
        }

        await hub.AttachAsync(hello, requestStream, responseStream, context.CancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public override Task<ListConnectorsResponse> ListConnectors(ListConnectorsRequest request, ServerCallContext context)
    {
        (IReadOnlyList<Connector> items, string next) = Page.Cut(All(), PageRequest.Read(request));
        return Task.FromResult(new ListConnectorsResponse { Connectors = { items }, NextPageToken = next });
    }

    /// <inheritdoc />
    public override Task<GetConnectorResponse> GetConnector(GetConnectorRequest request, ServerCallContext context)
    {
        string name = Required.Text(request.Connector, "connector");
        IReadOnlyList<Connector> all = All();
        return Task.FromResult(new GetConnectorResponse
        {
            Connector = all.FirstOrDefault(connector => connector.Name == name) ?? throw new NotFoundException("connector", name, all.Select(connector => connector.Name)),
        });
    }

    private IReadOnlyList<Connector> All()
    {
        SortedDictionary<string, Connector> all = new(StringComparer.Ordinal);
        foreach (Connector connector in hub.Describe())
        {
            all[connector.Name] = connector;
        }

        foreach ((string name, ConnectorProcess process) in processes.Describe())
        {
            if (!all.TryGetValue(name, out Connector? connector))
            {
                all[name] = connector = new Connector { Name = name, State = ConnectorState.Detached };
            }

            connector.Process = process;
        }

        return [.. all.Values];
    }
}
