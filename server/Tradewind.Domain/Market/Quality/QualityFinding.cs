namespace Tradewind.Domain.Market.Quality;

/// <summary>One thing noticed about a data set, counted over the rows it concerns.</summary>
/// <param name="Code">Stable upper-case code of <see cref="QualityCode"/>; clients may switch on it.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Message">Sentence for people: what was seen.</param>
/// <param name="Advice">Sentence for people: what to do about it.</param>
public sealed record QualityFinding(string Code, QualitySeverity Severity, string Message, string Advice)
{
    /// <summary>Field or header concerned; empty for the whole series or file.</summary>
    public string Column { get; init; } = "";

    /// <summary>First row concerned, counted from 0 in the series as loaded; absent where no single row is meant.</summary>
    public int? FirstRow { get; init; }

    /// <summary>Time of the first row concerned, UNIX nanoseconds UTC; absent where no time is meant.</summary>
    public long? FirstTime { get; init; }

    /// <summary>Number of rows or cells concerned; 1 for a finding about the whole series.</summary>
    public long Count { get; init; } = 1;
}
