using System.IO.Compression;
using Grpc.Net.Compression;

namespace Tradewind.Transport.Framing;

/// <summary>The encodings one side understands, by name.</summary>
internal sealed class CompressionSet
{
    private readonly Dictionary<string, ICompressionProvider> _providers;

    /// <summary>Gzip, deflate and what is given. The last provider of a name wins, so that each can be replaced.</summary>
    public CompressionSet(IEnumerable<ICompressionProvider> providers)
    {
        _providers = new Dictionary<string, ICompressionProvider>(StringComparer.OrdinalIgnoreCase);
        ICompressionProvider[] known =
        [
            new GzipCompressionProvider(CompressionLevel.Fastest), new DeflateCompressionProvider(CompressionLevel.Fastest), .. providers,
        ];
        foreach (ICompressionProvider provider in known)
        {
            _providers[provider.EncodingName] = provider;
        }

        AcceptEncoding = string.Join(',', [ProtocolHeaders.Identity, .. _providers.Keys]);
    }

    /// <summary>The value of <c>grpc-accept-encoding</c>.</summary>
    public string AcceptEncoding { get; }

    public ICompressionProvider? Find(string? encoding) => encoding is null ? null : _providers.GetValueOrDefault(encoding);

    /// <summary>Whether the other side's <c>grpc-accept-encoding</c> names an encoding.</summary>
    public static bool Accepts(string? acceptEncoding, string encoding)
    {
        foreach (Range part in acceptEncoding.AsSpan().Split(','))
        {
            if (acceptEncoding.AsSpan(part).Trim().Equals(encoding, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
