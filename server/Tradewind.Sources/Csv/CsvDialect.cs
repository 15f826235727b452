namespace Tradewind.Sources.Csv;

/// <summary>Finds the delimiter of a file from its header line.</summary>
internal static class CsvDialect
{
    /// <summary>The most frequent of <c>, ; tab |</c> outside quotes, the comma where none occurs; ties go in that order.</summary>
    public static byte Delimiter(ReadOnlySpan<byte> header)
    {
        ReadOnlySpan<byte> candidates = ",;\t|"u8;
        Span<int> counts = stackalloc int[candidates.Length];
        bool quoted = false;
        foreach (byte b in header)
        {
            quoted ^= b == (byte)'"';
            int candidate = quoted ? -1 : candidates.IndexOf(b);
            if (candidate >= 0)
            {
                counts[candidate]++;
            }
        }

        int best = 0;
        for (int i = 1; i < counts.Length; i++)
        {
            best = counts[i] > counts[best] ? i : best;
        }

        return candidates[best];
    }
}
