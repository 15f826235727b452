using Grpc.Core;
using Tradewind.V1;

namespace Tradewind.Clients.Tests.Fakes;

/// <summary>One named strategy.</summary>
internal sealed class FakeStrategies : StrategyService.StrategyServiceBase
{
    private static readonly StrategyConfiguration s_trend = new()
    {
        Name = "trend",
        Description = "Trend of the coin.",
        Spec = new StrategyConfigurationSpec
        {
            Strategy = "ma_crossover", Members = { new PortfolioMember { InstrumentId = "BTC/USD" } },
            Axes = { new ParameterAxis { Name = "fast", Values = { "5", "10" } } },
        },
        ResolvedParameters = { ["fast"] = "5", ["slow"] = "20" },
        Hash = "0123456789abcdef",
    };

    public override Task<ListStrategyConfigurationsResponse> ListStrategyConfigurations(ListStrategyConfigurationsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListStrategyConfigurationsResponse { StrategyConfigurations = { s_trend } });

    public override Task<GetStrategyConfigurationResponse> GetStrategyConfiguration(GetStrategyConfigurationRequest request, ServerCallContext context) =>
        throw new RpcException(new Status(StatusCode.NotFound, $"There is no strategy configuration '{request.Name}'. Did you mean 'trend'?"));
}
