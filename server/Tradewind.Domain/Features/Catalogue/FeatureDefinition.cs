using System.Collections.Immutable;

namespace Tradewind.Domain.Features;

/// <summary>Description of a feature for people and programs.</summary>
/// <param name="Id">Stable identifier.</param>
/// <param name="Group">Family: technical, momentum, cross_asset, correlation, statistics, windows, curve, on_chain, calendar, machine_learning.</param>
/// <param name="NamePatterns">
/// Names of its columns: <c>{p}</c> prefix of an instrument, <c>{x}</c> a column, <c>{a}</c> a crypto close, <c>{s}</c> a credit spread or
/// yield, <c>{n}</c> and other letters configured windows.
/// </param>
/// <param name="Formula">Definition, of rows up to t.</param>
/// <param name="Unit">Unit of the values.</param>
/// <param name="WarmUp">First valid row (0-based) in terms of the parameters.</param>
/// <param name="DefaultFirstValid">First valid row with default parameters, of each name pattern.</param>
/// <param name="Needs">Roles of the columns it reads.</param>
/// <param name="Reference">Where the definition comes from.</param>
/// <param name="Parameters">Its parameters.</param>
public sealed record FeatureDefinition(
    string Id,
    string Group,
    ImmutableArray<string> NamePatterns,
    string Formula,
    string Unit,
    string WarmUp,
    ImmutableArray<int> DefaultFirstValid,
    ImmutableArray<string> Needs,
    string Reference,
    ImmutableArray<FeatureParameter> Parameters)
{
    /// <summary>What importance reports group its columns under; its <see cref="Group"/> unless a finer one is given.</summary>
    public string Category { get; init; } = Group;
}
