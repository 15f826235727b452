using System.Collections.Immutable;

namespace Tradewind.Domain.Market.Quality;

/// <summary>What a loader knows about a series that its numbers no longer show.</summary>
public sealed record LoadNotes
{
    /// <summary>Nothing to note.</summary>
    public static LoadNotes None { get; } = new();

    /// <summary>Findings made while loading: rows dropped, headers corrected, advice on availability.</summary>
    public ImmutableArray<QualityFinding> Findings { get; init; } = [];

    /// <summary>Number of spreadsheet error values read as missing, by field. Fields without any may be absent.</summary>
    public ImmutableDictionary<string, long> ErrorValues { get; init; } =
        ImmutableDictionary.Create<string, long>(StringComparer.Ordinal);

    /// <summary>True when the source delivered a part of what was asked for.</summary>
    public bool Partial { get; init; }

    /// <summary>Date of the load, for freshness; null leaves freshness unchecked.</summary>
    public DateOnly? Today { get; init; }

    /// <summary>Weekdays after the last value from which a series counts as stale. Default 5: a weekly refresh.</summary>
    public int MaxStalenessBusinessDays { get; init; } = 5;
}
