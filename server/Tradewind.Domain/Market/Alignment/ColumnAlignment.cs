using System.Collections.Immutable;

namespace Tradewind.Domain.Market.Alignment;

/// <summary>What became of one column.</summary>
/// <param name="Name">Column name.</param>
/// <param name="SourceValues">Values of the source in the interval.</param>
/// <param name="Filled">Rows that got a value by the fill.</param>
/// <param name="MissingAfterFill">Rows that are still NaN.</param>
public sealed record ColumnAlignment(string Name, int SourceValues, int Filled, int MissingAfterFill)
{
    /// <summary>Stamps of outlying values of the source, ascending; empty where none was looked for.</summary>
    public ImmutableArray<long> Outliers { get; init; } = [];
}
