using System.Buffers;

namespace Grpc.Core;

/// <summary>The characters a metadata name may have: digits, letters, <c>_</c>, <c>-</c> and <c>.</c>.</summary>
internal static class MetadataNames
{
    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-.");

    public static bool IsValid(string key) => key.Length > 0 && !key.AsSpan().ContainsAnyExcept(Allowed);

    /// <summary>Checks a name and puts it in the lower case that headers travel in.</summary>
    public static string Normalize(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (!IsValid(key))
        {
            throw new ArgumentException(
                $"\"{key}\" is no metadata name: expected letters, digits, underscores, hyphens and dots.", nameof(key));
        }

#pragma warning disable CA1308 // Header names are lower case by protocol.
        return key.ToLowerInvariant();
#pragma warning restore CA1308
    }
}
