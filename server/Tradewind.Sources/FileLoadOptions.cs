using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Registry;

namespace Tradewind.Sources;

/// <summary>What a user may say about a file; everything left out is inferred.</summary>
public sealed record FileLoadOptions
{
    /// <summary>Nothing said.</summary>
    public static FileLoadOptions Default { get; } = new();

    /// <summary>Instrument id; from the file name where null. Applies to CSV: a workbook names its instruments itself.</summary>
    public string? InstrumentId { get; init; }

    /// <summary>Asset class; inferred where null. Applies to CSV.</summary>
    public AssetClass? AssetClass { get; init; }

    /// <summary>Name for people; the id where null. Applies to CSV.</summary>
    public string? DisplayName { get; init; }

    /// <summary>Bar length; from the median spacing where null.</summary>
    public Timeframe? Timeframe { get; init; }

    /// <summary>When rows become known; bars of crypto and intraday bars at their close, other rows on their date at 22:00 UTC where null.</summary>
    public Availability? Availability { get; init; }

    /// <summary>Header of the date column; recognised by its usual names where null.</summary>
    public string? DateColumn { get; init; }

    /// <summary>.NET format of the dates, e.g. <c>MM/dd/yyyy</c>; ISO 8601, <c>yyyyMMdd</c> and UNIX numbers are read where null.</summary>
    public string? DateFormat { get; init; }

    /// <summary>What to do with rows that cannot be right. Default: load nothing.</summary>
    public BadRowPolicy OnBadRow { get; init; }

    /// <summary>Sort rows by date first, for files that start with the newest row. Default false.</summary>
    public bool SortRows { get; init; }

    /// <summary>Sheet of a workbook; <c>Timeseries</c>, else the first, where null.</summary>
    public string? SheetName { get; init; }

    /// <summary>Read error values of a workbook (<c>#N/A</c>) as missing. Default true; false makes each an error naming its cell.</summary>
    public bool HandleErrors { get; init; } = true;

    /// <summary>Which release of a file that holds several vintages to load; the latest up to the date of the load where null.</summary>
    public DateOnly? Release { get; init; }

    /// <summary>Instruments known beforehand: their ids, units, calendars and publication rules come before what files look like.</summary>
    public InstrumentRegistry Registry { get; init; } = InstrumentRegistry.Empty;

    /// <summary>Date of the load, for the freshness check; null leaves freshness unchecked.</summary>
    public DateOnly? Today { get; init; }

    /// <summary>Monday-to-Friday days after the last value from which a file counts as stale. Default 5.</summary>
    public int MaxStalenessBusinessDays { get; init; } = 5;

    /// <summary>Most threads that read one file. Default: one for each processor. The result is the same with any number.</summary>
    public int MaxThreads { get; init; } = Environment.ProcessorCount;

    /// <summary>Bytes of text a thread reads at a time. Default 256 KiB. The result is the same with any number.</summary>
    public int BlockBytes { get; init; } = Csv.BlockReader.UsualSize;
}
