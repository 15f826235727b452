using Grpc.Core;

namespace Tradewind.Transport.Framing;

/// <summary>Turns metadata entries to header values and back: text as it is, bytes as base64.</summary>
internal static class MetadataCodec
{
    /// <summary>The header value of an entry. Base64 goes without padding, as the protocol asks of senders.</summary>
    /// <exception cref="FormatException">A text holds a character no header can carry.</exception>
    public static string Encode(Metadata.Entry entry)
    {
        if (entry.IsBinary)
        {
            return Convert.ToBase64String(entry.BinaryValue).TrimEnd('=');
        }

        if (entry.Value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            throw new FormatException(
                $"The value of metadata \"{entry.Key}\" has characters outside printable ASCII; send it under a name ending in \"-bin\".");
        }

        return entry.Value;
    }

    /// <summary>Adds the entry or entries a header stands for, unless the transport owns the header or the value is damaged.</summary>
    public static void Decode(Metadata metadata, string name, string value)
    {
        if (ProtocolHeaders.IsReserved(name))
        {
            return;
        }

        if (!name.EndsWith(Metadata.BinaryHeaderSuffix, StringComparison.OrdinalIgnoreCase))
        {
            AddText(metadata, name, value);
            return;
        }

        // Proxies may join headers of one name with commas, which base64 never contains.
        foreach (Range part in value.AsSpan().Split(','))
        {
            if (TryDecodeBase64(value.AsSpan(part).Trim(), out byte[] bytes))
            {
                metadata.Add(name, bytes);
            }
        }
    }

    private static void AddText(Metadata metadata, string name, string value)
    {
        // HTTP allows header names that gRPC does not; they cannot be metadata.
        if (MetadataNames.IsValid(name))
        {
            metadata.Add(name, value);
        }
    }

    private static bool TryDecodeBase64(ReadOnlySpan<char> text, out byte[] bytes)
    {
        ReadOnlySpan<char> digits = text.TrimEnd('=');
        Span<char> padded = digits.Length <= 1024 ? stackalloc char[digits.Length + 3] : new char[digits.Length + 3];
        digits.CopyTo(padded);
        int length = (digits.Length + 3) / 4 * 4;
        padded[digits.Length..length].Fill('=');

        var buffer = new byte[length / 4 * 3];
        bool valid = Convert.TryFromBase64Chars(padded[..length], buffer, out int written);
        bytes = valid ? buffer[..written] : [];
        return valid;
    }
}
