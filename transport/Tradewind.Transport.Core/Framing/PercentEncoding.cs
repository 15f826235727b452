using System.Globalization;
using System.Text;

namespace Tradewind.Transport.Framing;

/// <summary>The encoding of <c>grpc-message</c>: UTF-8 with everything outside printable ASCII, and the percent sign, as %XX.</summary>
internal static class PercentEncoding
{
    public static string Encode(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~') && !text.Contains('%'))
        {
            return text;
        }

        var encoded = new StringBuilder(text.Length + 16);
        foreach (byte b in Encoding.UTF8.GetBytes(text))
        {
            if (b is >= 0x20 and <= 0x7E and not (byte)'%')
            {
                encoded.Append((char)b);
            }
            else
            {
                encoded.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture));
            }
        }

        return encoded.ToString();
    }

    /// <summary>Decodes leniently: what is no valid escape stays as it came, for a message must never be lost to a bad escape.</summary>
    public static string Decode(string text)
    {
        if (!text.Contains('%'))
        {
            return text;
        }

        byte[] source = Encoding.UTF8.GetBytes(text);
        var decoded = new byte[source.Length];
        int length = 0;
        for (int i = 0; i < source.Length; i++)
        {
            bool isEscape = source[i] == '%' && i + 2 < source.Length
                && char.IsAsciiHexDigit((char)source[i + 1]) && char.IsAsciiHexDigit((char)source[i + 2]);
            decoded[length++] = isEscape
                ? byte.Parse(source.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
                : source[i];
            i += isEscape ? 2 : 0;
        }

        return Encoding.UTF8.GetString(decoded, 0, length);
    }
}
