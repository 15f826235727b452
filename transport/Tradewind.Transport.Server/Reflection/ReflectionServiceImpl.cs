using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1Alpha;

namespace Grpc.Reflection;

/// <summary>Answers reflection questions, version 1 alpha, which older tools ask.</summary>
public class ReflectionServiceImpl : ServerReflection.ServerReflectionBase
{
    private readonly ReflectionV1ServiceImpl _v1;

    /// <summary>Creates the service for services whose names and symbols are given.</summary>
    public ReflectionServiceImpl(IEnumerable<string> services, SymbolRegistry symbolRegistry) =>
        _v1 = new ReflectionV1ServiceImpl(services, symbolRegistry);

    /// <summary>Creates the service for the described services.</summary>
    public ReflectionServiceImpl(IEnumerable<ServiceDescriptor> serviceDescriptors) =>
        _v1 = new ReflectionV1ServiceImpl(serviceDescriptors);

    /// <summary>Creates the service for the described services.</summary>
    public ReflectionServiceImpl(params ServiceDescriptor[] serviceDescriptors) =>
        _v1 = new ReflectionV1ServiceImpl(serviceDescriptors);

    /// <inheritdoc/>
    public override async Task ServerReflectionInfo(
        IAsyncStreamReader<ServerReflectionRequest> requestStream,
        IServerStreamWriter<ServerReflectionResponse> responseStream,
        ServerCallContext context)
    {
        ArgumentNullException.ThrowIfNull(requestStream);
        ArgumentNullException.ThrowIfNull(responseStream);
        while (await requestStream.MoveNext(CancellationToken.None).ConfigureAwait(false))
        {
            // The two versions differ in their package only: the bytes of their messages are the same.
            V1.ServerReflectionRequest request = V1.ServerReflectionRequest.Parser.ParseFrom(requestStream.Current.ToByteString());
            ServerReflectionResponse response = ServerReflectionResponse.Parser.ParseFrom(_v1.Answer(request).ToByteString());
            await responseStream.WriteAsync(response).ConfigureAwait(false);
        }
    }
}
