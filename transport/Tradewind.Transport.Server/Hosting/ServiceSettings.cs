using System.IO.Compression;
using Grpc.AspNetCore.Server;
using Grpc.Net.Compression;
using Microsoft.Extensions.Logging;
using Tradewind.Transport.Calls;
using Tradewind.Transport.Framing;

namespace Tradewind.Transport.Hosting;

/// <summary>The options in force for one service.</summary>
internal sealed record ServiceSettings(
    int? MaxSendMessageSize,
    int? MaxReceiveMessageSize,
    bool EnableDetailedErrors,
    ICompressionProvider? ResponseCompression,
    CompressionLevel? ResponseCompressionLevel,
    CompressionSet Compression,
    IReadOnlyList<InterceptorRegistration> Interceptors,
    CallDrain Drain,
    ILogger Logger)
{
    public static ServiceSettings Merge(GrpcServiceOptions global, GrpcServiceOptions service, CallDrain drain, ILogger logger)
    {
        // The last provider of a name wins: a service goes before the host.
        var compression = new CompressionSet([.. global.CompressionProviders, .. service.CompressionProviders]);
        string? responseEncoding = service.ResponseCompressionAlgorithm ?? global.ResponseCompressionAlgorithm;
        ICompressionProvider? responseCompression = compression.Find(responseEncoding);
        if (responseCompression is null && responseEncoding is not (null or ProtocolHeaders.Identity))
        {
            throw new InvalidOperationException(
                $"There is no compression provider for responses named \"{responseEncoding}\"; known are {compression.AcceptEncoding}.");
        }

        return new ServiceSettings(
            service.IsMaxSendMessageSizeSet ? service.MaxSendMessageSize : global.MaxSendMessageSize,
            service.IsMaxReceiveMessageSizeSet ? service.MaxReceiveMessageSize : global.MaxReceiveMessageSize,
            service.EnableDetailedErrors ?? global.EnableDetailedErrors ?? false,
            responseCompression,
            service.ResponseCompressionLevel ?? global.ResponseCompressionLevel,
            compression,
            [.. global.Interceptors, .. service.Interceptors],
            drain,
            logger);
    }
}
