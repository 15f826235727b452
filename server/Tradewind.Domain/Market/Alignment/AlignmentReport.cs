using System.Collections.Immutable;

namespace Tradewind.Domain.Market.Alignment;

/// <summary>What an alignment did.</summary>
/// <param name="Rows">Rows of the frame, at least one.</param>
/// <param name="First">Label of the first row, UNIX nanoseconds UTC.</param>
/// <param name="Last">Label of the last row, UNIX nanoseconds UTC.</param>
/// <param name="Timeframe">Length of a row.</param>
/// <param name="ContainsLookahead">True when gaps were filled from the future: no model may learn from this frame.</param>
/// <param name="Inputs">One entry for each input, in order.</param>
/// <param name="Columns">One entry for each column, in order.</param>
/// <param name="Warnings">What a user should know before relying on the frame.</param>
public sealed record AlignmentReport(
    int Rows,
    long First,
    long Last,
    Timeframe Timeframe,
    bool ContainsLookahead,
    ImmutableArray<InputAlignment> Inputs,
    ImmutableArray<ColumnAlignment> Columns,
    ImmutableArray<AlignmentWarning> Warnings);
