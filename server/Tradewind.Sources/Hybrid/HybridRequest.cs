using System.Collections.Immutable;
using Tradewind.Domain.Market;
using Tradewind.Sources.Connectors;

namespace Tradewind.Sources.Hybrid;

/// <summary>History wanted from Bloomberg, by its API and by a workbook (data specification, section 7).</summary>
/// <param name="Securities">Securities as Bloomberg writes them, each once, at least one; they become instrument ids.</param>
/// <param name="Fields">Fields, each once, at least one.</param>
/// <param name="Start">First label wanted, UNIX nanoseconds UTC.</param>
/// <param name="End">End, exclusive, UNIX nanoseconds UTC.</param>
/// <param name="Api">Side of the API.</param>
/// <param name="Excel">Side of the workbook: loads it when it is needed.</param>
public sealed record HybridRequest(
    ImmutableArray<string> Securities, ImmutableArray<string> Fields, long Start, long End, IConnectorClient Api, Func<CancellationToken, Task<LoadedData>> Excel)
{
    /// <summary>True asks the API first and takes what it lacks from the workbook; false the other way round. Default true.</summary>
    public bool PreferApi { get; init; } = true;

    /// <summary>Distance between the two sides, in the unit of the field, beyond which a warning is given. Default 0.01.</summary>
    public double Tolerance { get; init; } = 0.01;

    /// <summary>Spacing of the history. Default daily.</summary>
    public Timeframe Timeframe { get; init; } = Timeframe.Day;

    /// <summary>Date of the load, for the freshness check; null leaves freshness unchecked.</summary>
    public DateOnly? Today { get; init; }
}
