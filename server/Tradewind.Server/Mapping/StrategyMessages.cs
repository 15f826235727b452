using Tradewind.Domain.Strategies;
using Tradewind.V1;

namespace Tradewind.Server.Mapping;

/// <summary>Descriptions of strategies as messages.</summary>
internal static class StrategyMessages
{
    /// <summary>A strategy with its parameters.</summary>
    public static Strategy From(StrategyDescriptor descriptor) => new()
    {
        Id = descriptor.Id,
        DisplayName = descriptor.DisplayName,
        Description = descriptor.Description,
        Parameters = { descriptor.Parameters.Select(From) },
    };

    private static V1.StrategyParameter From(Domain.Strategies.StrategyParameter parameter)
    {
        V1.StrategyParameter message = new()
        {
            Name = parameter.Name,
            Type = parameter.Kind.ToString().ToLowerInvariant(),
            Description = parameter.Documentation,
            DefaultValue = parameter.Default,
        };
        if (parameter.Minimum is { } minimum)
        {
            message.Minimum = minimum;
        }

        if (parameter.Maximum is { } maximum)
        {
            message.Maximum = maximum;
        }

        return message;
    }
}
