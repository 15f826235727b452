using System.Collections.Immutable;
using Tradewind.Domain.Market.Quality;

namespace Tradewind.Sources.Csv;

/// <summary>Rows in strictly ascending order of time, ready for a series.</summary>
/// <param name="Times">Times, UNIX nanoseconds UTC.</param>
/// <param name="Columns">Values by column of the layout.</param>
/// <param name="Findings">Rows that were removed, and why.</param>
internal sealed record CleanRows(ReadOnlyMemory<long> Times, ImmutableArray<ReadOnlyMemory<double>> Columns, ImmutableArray<QualityFinding> Findings);
