using Tradewind.Domain.Errors;
using Tradewind.Domain.Strategies;
using Tradewind.Domain.Strategies.Plugins;

namespace ExampleStrategies;

/// <summary>What this assembly offers. The server finds it by its interface.</summary>
public sealed class ExamplePlugin : IStrategyPlugin
{
    /// <inheritdoc />
    public IReadOnlyCollection<StrategyDescriptor> Strategies { get; } =
    [
        new StrategyDescriptor
        {
            Id = "example_average_band",
            DisplayName = "Average band",
            Description = "Long above a band around the average of the last closes, flat below it.",
            Parameters =
            [
                new StrategyParameter("window", ParameterKind.Integer, "20", "Bars of the average.", 1, 10_000),
                new StrategyParameter("band_percent", ParameterKind.Number, "1", "Percent between the average and an edge of the band.", 0, 50),
            ],
            CrossChecks = values => values.Integer("window") == 1 && values.Number("band_percent") == 0
                ? [new FieldViolation("parameters[window]", "a window of 1 without a band never decides anything.")]
                : [],
            Build = (values, universe, instruments) => new AverageBandStrategy(universe, instruments, values.Integer("window"), values.Number("band_percent")),
        },
    ];
}
