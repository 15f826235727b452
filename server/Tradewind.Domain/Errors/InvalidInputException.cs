using System.Collections.Immutable;

namespace Tradewind.Domain.Errors;

/// <summary>A request or a file is wrong; nothing was changed. Carries every violation found, so that a caller can fix all at once.</summary>
public sealed class InvalidInputException : TradewindException
{
    /// <summary>Creates the error.</summary>
    /// <param name="reason">Stable code, e.g. <c>CSV_INVALID</c>.</param>
    /// <param name="message">Sentence for people.</param>
    /// <param name="violations">What is wrong, at least one.</param>
    /// <param name="inner">Cause, where there is one.</param>
    public InvalidInputException(string reason, string message, IEnumerable<FieldViolation> violations, Exception? inner = null)
        : base(reason, message, inner) => Violations = [.. violations];

    /// <summary>Creates the error with its first violation as the sentence.</summary>
    /// <param name="reason">Stable code.</param>
    /// <param name="violations">What is wrong, at least one.</param>
    /// <param name="inner">Cause, where there is one.</param>
    public InvalidInputException(string reason, IReadOnlyList<FieldViolation> violations, Exception? inner = null)
        // Clients leave out a violation that the message holds in this form.
        : this(reason, $"{violations[0].Field}: {violations[0].Description}", violations, inner)
    {
    }

    /// <summary>Creates the error for one field.</summary>
    public InvalidInputException(string reason, string field, string description)
        : this(reason, [new FieldViolation(field, description)])
    {
    }

    /// <summary>What is wrong, in the order found.</summary>
    public ImmutableArray<FieldViolation> Violations { get; }
}
