using System.IO.Compression;

namespace Grpc.Net.Compression;

/// <summary>A way to compress messages, named as in <c>grpc-encoding</c>.</summary>
public interface ICompressionProvider
{
    /// <summary>The name of the encoding.</summary>
    string EncodingName { get; }

    /// <summary>A stream that compresses what is written to it; disposing it leaves the inner stream open.</summary>
    Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel);

    /// <summary>A stream that decompresses what it reads.</summary>
    Stream CreateDecompressionStream(Stream stream);
}
