using Tradewind.Domain.Errors;

namespace Tradewind.Server.Errors;

/// <summary>A resume cursor is not one of this stream, or lies beyond its end.</summary>
/// <param name="cursor">The cursor given.</param>
/// <param name="stream">The stream it was used on.</param>
internal sealed class CursorException(string cursor, string stream) : TradewindException(
    "CURSOR_UNKNOWN", $"The cursor '{cursor}' is not of {stream}. Subscribe without a cursor to start from the beginning.");
