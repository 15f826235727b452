namespace Tradewind.Sources.Csv;

/// <summary>Reads the dates of one column, row after row: a day that stands on many rows in turn is taken apart once.</summary>
/// <param name="format">.NET format to read by; null for the forms of <see cref="DateText"/>.</param>
internal struct DateReader(string? format)
{
    private const int DayLength = 10;

    private readonly byte[] _day = new byte[DayLength];
    private long _start;
    private bool _known;

    /// <summary>Reads a date as <see cref="DateText.TryRead"/> does.</summary>
    public bool TryRead(ReadOnlySpan<byte> text, out long local, out int offsetMinutes)
    {
        if (format is not null || text.Length < DayLength || text[4] is not ((byte)'-' or (byte)'/'))
        {
            return DateText.TryRead(text, format, out local, out offsetMinutes);
        }

        if (!_known || !text.StartsWith(_day))
        {
            _known = DateText.TryRead(text[..DayLength], format: null, out _start, out _);
            if (!_known)
            {
                (local, offsetMinutes) = (0, 0);
                return false;
            }

            text[..DayLength].CopyTo(_day);
        }

        local = _start;
        return DateText.TryReadAfterDay(text[DayLength..], ref local, out offsetMinutes);
    }
}
