using System.Collections.Immutable;
using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Quality;
using Tradewind.Sources.Excel;
using Tradewind.Sources.Hybrid;

namespace Tradewind.Sources;

/// <summary>What a source delivered.</summary>
/// <param name="Series">One series an instrument, in the order of the source; each carries its <see cref="Instrument"/>.</param>
/// <param name="Quality">One report a series, in the same order.</param>
/// <param name="Findings">Findings about the file as a whole.</param>
public sealed record LoadedData(
    ImmutableArray<InstrumentSeries> Series, ImmutableArray<QualityReport> Quality, ImmutableArray<QualityFinding> Findings)
{
    /// <summary>What a workbook says beside its time series; null for other sources.</summary>
    public WorkbookContents? Workbook { get; init; }

    /// <summary>Where the values of each column came from, for loads from two sides; empty for others.</summary>
    public ImmutableArray<FieldProvenance> Provenance { get; init; } = [];
}
