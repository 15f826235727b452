namespace Tradewind.Sources;

/// <summary>What to do with rows that cannot be right.</summary>
public enum BadRowPolicy
{
    /// <summary>
    /// Nothing is loaded while the file has unreadable dates or numbers, duplicate or descending dates, negative volume or wrong field
    /// counts. Other defects (contradictory prices, zero volume) are loaded and reported.
    /// </summary>
    Reject = 0,

    /// <summary>
    /// Rows are sorted; unreadable rows and duplicates are removed, and for crypto also bars that break a rule of the data specification,
    /// section 3.1. Every removal is counted in the quality report.
    /// </summary>
    Drop,
}
