namespace Tradewind.Domain.Market.Alignment;

/// <summary>What stands in rows for which an input has no value.</summary>
public enum GapFill
{
    /// <summary>Missing stays NaN.</summary>
    None = 0,

    /// <summary>The last value before, for the first rows of a gap up to the limit. Rows before the first value stay NaN.</summary>
    ForwardFill,

    /// <summary>
    /// The next value after, for the last rows of a gap up to the limit. It shows values before they were known: for display only,
    /// and only with <see cref="AlignmentSpec.AllowLookahead"/>.
    /// </summary>
    BackFill,
}
