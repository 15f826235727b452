using System.Collections.Immutable;

namespace Tradewind.Domain.Engine.Optimization;

/// <summary>Scores over two parameters, the others as chosen.</summary>
/// <param name="Columns">Parameter along the columns.</param>
/// <param name="ColumnValues">Its values in the order of combinations.</param>
/// <param name="Rows">Parameter along the rows.</param>
/// <param name="RowValues">Its values.</param>
/// <param name="Scores">Row by row; NaN where a combination was refused, not drawn, or has no score.</param>
public sealed record HeatMap(
    string Columns, ImmutableArray<string> ColumnValues, string Rows, ImmutableArray<string> RowValues, ImmutableArray<double> Scores);
