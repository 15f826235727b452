using System.Collections.Immutable;

namespace Tradewind.Domain.Market.Quality;

/// <summary>Findings of one series in the making; knows the times of its rows.</summary>
internal sealed class FindingList(InstrumentSeries series)
{
    private readonly List<QualityFinding> _findings = [];

    public void Add(QualityFinding finding) => _findings.Add(finding);

    /// <summary>Adds what was found elsewhere about the same series.</summary>
    public void Add(FindingList found) => _findings.AddRange(found._findings);

    /// <summary>Adds a finding over counted rows, unless there is none; the message gets the first time appended.</summary>
    public void AddRows(string code, QualitySeverity severity, Tally rows, string message, string advice, string column = "")
    {
        if (rows.Count > 0)
        {
            AddAt(code, severity, rows.FirstRow, rows.Count, $"{message}, first on {TimeOf(rows.FirstRow)}.", advice, column);
        }
    }

    public void AddAt(string code, QualitySeverity severity, int row, long count, string message, string advice, string column = "") =>
        _findings.Add(new QualityFinding(code, severity, message, advice)
        {
            Column = column,
            FirstRow = row,
            FirstTime = series.Times.Span[row],
            Count = count,
        });

    public string TimeOf(int row) => UnixTime.Format(series.Times.Span[row]);

    /// <summary>Worst first; equal severities in the order found.</summary>
    public ImmutableArray<QualityFinding> Sorted() => [.. _findings.OrderByDescending(finding => finding.Severity)];
}
