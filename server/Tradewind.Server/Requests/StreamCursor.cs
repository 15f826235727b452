using System.Globalization;
using Tradewind.Server.Errors;

namespace Tradewind.Server.Requests;

/// <summary>Resume position on an event stream: stream id and the sequence of the last message seen, opaque to clients.</summary>
internal static class StreamCursor
{
    /// <summary>Cursor just after a message.</summary>
    public static string At(string streamId, long sequence) => string.Create(CultureInfo.InvariantCulture, $"{streamId}@{sequence}");

    /// <summary>Sequence after which to continue; 0 for an empty cursor.</summary>
    /// <exception cref="CursorException">The cursor is of another stream, malformed, or beyond the last message.</exception>
    public static long Read(string cursor, string streamId, long lastSequence)
    {
        if (cursor.Length == 0)
        {
            return 0;
        }

        return cursor.StartsWith(streamId + "@", StringComparison.Ordinal)
            && long.TryParse(cursor.AsSpan(streamId.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long sequence)
            && sequence <= lastSequence
                ? sequence
                : throw new CursorException(cursor, streamId);
    }
}
