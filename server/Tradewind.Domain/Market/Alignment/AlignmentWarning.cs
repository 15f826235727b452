namespace Tradewind.Domain.Market.Alignment;

/// <summary>Something a user should know about an aligned frame.</summary>
/// <param name="Code">
/// <c>MISSING_OVER_HALF</c>, <c>MISSING_OVER_FIFTH</c>, <c>FEW_ROWS</c>, <c>FINER_CALENDAR_FORCED</c>, <c>REVISED_SERIES</c> or
/// <c>LOOKAHEAD</c>.
/// </param>
/// <param name="Subject">Column or instrument concerned; empty for the frame.</param>
/// <param name="Message">Sentence for people.</param>
public sealed record AlignmentWarning(string Code, string Subject, string Message);
