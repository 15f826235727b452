using Google.Protobuf;

namespace Grpc.Core;

/// <summary>The google.rpc.Status in trailers.</summary>
public static class MetadataExtensions
{
    /// <summary>The trailer every gRPC library reads the details of a status from.</summary>
    public const string StatusDetailsTrailerName = "grpc-status-details-bin";

    /// <summary>The status with its details, or null when there is none.</summary>
    /// <param name="metadata">Trailers of a call.</param>
    /// <param name="ignoreParseError">Whether a damaged status counts as none.</param>
    /// <exception cref="InvalidProtocolBufferException">The status is damaged.</exception>
    public static Google.Rpc.Status? GetRpcStatus(this Metadata metadata, bool ignoreParseError = false)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        if (metadata.GetValueBytes(StatusDetailsTrailerName) is not { } bytes)
        {
            return null;
        }

        try
        {
            return Google.Rpc.Status.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException) when (ignoreParseError)
        {
            return null;
        }
    }

    /// <summary>Puts the status with its details into trailers, in place of one that is there.</summary>
    public static void SetRpcStatus(this Metadata metadata, Google.Rpc.Status status)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        ArgumentNullException.ThrowIfNull(status);
        foreach (Metadata.Entry old in metadata.GetAll(StatusDetailsTrailerName).ToList())
        {
            metadata.Remove(old);
        }

        metadata.Add(StatusDetailsTrailerName, status.ToByteArray());
    }
}
