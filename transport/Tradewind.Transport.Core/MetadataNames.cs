using System.Buffers;

namespace Grpc.Core;

/// <summary>The characters a metadata name may have: digits, lower-case letters, <c>_</c>, <c>-</c> and <c>.</c>.</summary>
internal static class MetadataNames
{
    private static readonly SearchValues<char> Allowed = SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyz_-.");

    public static string Normalize(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        // Header names travel in lower case; a literal in lower case stays the same string object.
#pragma warning disable CA1308
        string normalized = key.ToLowerInvariant();
#pragma warning restore CA1308
        if (normalized.Length == 0 || normalized.AsSpan().ContainsAnyExcept(Allowed))
        {
            throw new ArgumentException(
                $"\"{key}\" is no metadata name: expected letters, digits, underscores, hyphens and dots.", nameof(key));
        }

        return normalized;
    }
}
