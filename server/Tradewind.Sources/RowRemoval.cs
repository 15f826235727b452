using System.Collections.Immutable;
using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Quality;

namespace Tradewind.Sources;

/// <summary>
/// Removes rows and counts them by the first rule each breaks: bad price, contradiction, negative volume, zero volume, missing value, then
/// a repeated time, of which the first row survives (data specification, section 3.1).
/// </summary>
/// <param name="times">Time by row, UNIX nanoseconds UTC.</param>
/// <param name="column">Values of a field by row; empty where there is no such field.</param>
internal sealed class RowRemoval(ReadOnlyMemory<long> times, Func<string, ReadOnlyMemory<double>> column)
{
    private static readonly (string Code, string Text)[] Rules =
    [
        ("", ""),
        ("DROPPED_BAD_PRICE", "had a price at or below zero"),
        ("DROPPED_OHLC_VIOLATION", "had prices that contradict each other"),
        ("DROPPED_NEGATIVE_VOLUME", "had a volume below zero"),
        ("DROPPED_ZERO_VOLUME", "had a volume of zero"),
        ("DROPPED_NAN_ROWS", "missed a value"),
        ("DROPPED_DUPLICATES", "repeated the time of another row"),
    ];

    private readonly int[] _counts = new int[Rules.Length];
    private readonly int[] _first = new int[Rules.Length];

    /// <summary>The rows that stay.</summary>
    /// <param name="order">Rows in order of time; null when they already are.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="byRules">True applies all rules to rows with a close; false removes repeated times only.</param>
    public int[] Apply(int[]? order, int count, bool byRules)
    {
        ReadOnlySpan<long> at = times.Span;
        BarColumns bars = BarColumns.From(column);
        List<int> kept = new(count);
        for (int i = 0; i < count; i++)
        {
            int row = order?[i] ?? i;
            int rule = byRules && !bars.Close.IsEmpty ? (int)bars.DefectAt(row) : 0;
            rule = rule == 0 && kept.Count > 0 && at[kept[^1]] == at[row] ? Rules.Length - 1 : rule;
            if (rule == 0)
            {
                kept.Add(row);
                continue;
            }

            _first[rule] = _counts[rule]++ == 0 ? row : _first[rule];
        }

        return [.. kept];
    }

    /// <summary>One finding a rule that removed rows.</summary>
    /// <param name="place">Says where a row stands, after its time; empty where the time is all.</param>
    public ImmutableArray<QualityFinding> Findings(Func<int, string> place)
    {
        ImmutableArray<QualityFinding>.Builder findings = ImmutableArray.CreateBuilder<QualityFinding>();
        for (int rule = 1; rule < Rules.Length; rule++)
        {
            if (_counts[rule] > 0)
            {
                long first = times.Span[_first[rule]];
                findings.Add(new QualityFinding(
                    Rules[rule].Code, QualitySeverity.Warning,
                    $"{_counts[rule]} rows {Rules[rule].Text} and were removed, first {UnixTime.Format(first)}{place(_first[rule])}.",
                    "Removed rows count as gaps. Load the period again from a better source if it matters.")
                {
                    FirstTime = first,
                    Count = _counts[rule],
                });
            }
        }

        return findings.ToImmutable();
    }
}
