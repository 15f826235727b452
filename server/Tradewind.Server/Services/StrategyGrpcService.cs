using Grpc.Core;
using Tradewind.Server.Remote;
using Tradewind.Server.Requests;
using Tradewind.Server.StrategyConfigurations;
using Tradewind.V1;

namespace Tradewind.Server.Services;

/// <summary>Named strategies over gRPC.</summary>
internal sealed class StrategyGrpcService(StrategyConfigurationDirectory configurations, RemoteBacktests remote) : StrategyService.StrategyServiceBase
{
    /// <inheritdoc />
    public override Task<ListStrategyConfigurationsResponse> ListStrategyConfigurations(ListStrategyConfigurationsRequest request, ServerCallContext context)
    {
        (IReadOnlyList<StrategyConfiguration> page, string next) = Page.Cut(configurations.All, PageRequest.Read(request));
        return Task.FromResult(new ListStrategyConfigurationsResponse { StrategyConfigurations = { page }, NextPageToken = next });
    }

    /// <inheritdoc />
    public override Task<GetStrategyConfigurationResponse> GetStrategyConfiguration(GetStrategyConfigurationRequest request, ServerCallContext context) =>
        Task.FromResult(new GetStrategyConfigurationResponse { StrategyConfiguration = configurations.Get(Required.Text(request.Name, "name")) });

    /// <inheritdoc />
    public override Task RunRemoteBacktest(
        IAsyncStreamReader<RunRemoteBacktestRequest> requestStream, IServerStreamWriter<RunRemoteBacktestResponse> responseStream, ServerCallContext context) =>
        remote.RunAsync(requestStream, responseStream, context.CancellationToken);
}
