using System.Globalization;
using Tradewind.Domain.Errors;

namespace Tradewind.Storage;

/// <summary>An append would leave a gap in a journal or repeat an entry; nothing was appended.</summary>
/// <param name="streamId">Journal.</param>
/// <param name="expected">The sequence that must come next.</param>
/// <param name="given">The sequence that came.</param>
public sealed class JournalSequenceException(string streamId, long expected, long given) : TradewindException(
    "JOURNAL_SEQUENCE",
    string.Create(
        CultureInfo.InvariantCulture,
        $"Journal '{streamId}' expects sequence {expected} next, got {given}. Read the journal again and append after its last entry."))
{
    /// <summary>Journal.</summary>
    public string StreamId { get; } = streamId;

    /// <summary>The sequence that must come next.</summary>
    public long Expected { get; } = expected;

    /// <summary>The sequence that came.</summary>
    public long Given { get; } = given;
}
