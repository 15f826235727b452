using System.Collections.Immutable;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Engine.Optimization;

/// <summary>
/// When a change of parameters is taken over (multi-bucket specification, section 10): choosing anew in every fold has to beat the
/// parameters as they are by enough, and what it makes has to be more than the market's.
/// </summary>
public sealed record AcceptanceRule
{
    /// <summary>Series with closes whose returns explain what is not the strategy's own (a crypto portfolio's BTC).</summary>
    public required InstrumentSeries Market { get; init; }

    /// <summary>Parameters as they are, of those that are varied; what is left out has the strategy's default.</summary>
    public IReadOnlyDictionary<string, string> Baseline { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>How much it has to show.</summary>
    public AcceptanceThresholds Thresholds { get; init; } = new();

    /// <summary>Checks every value.</summary>
    /// <exception cref="InvalidInputException">Reason <c>ACCEPTANCE_INVALID</c>: a threshold is out of range, or the market has no closes.</exception>
    public void Validate()
    {
        Thresholds.Validate();
        if (!Market.HasField("close"))
        {
            throw new InvalidInputException("ACCEPTANCE_INVALID", "acceptance.market", $"'{Market.Instrument.Id}' has no closes.");
        }
    }
}
