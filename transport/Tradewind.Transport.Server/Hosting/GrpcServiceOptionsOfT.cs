namespace Grpc.AspNetCore.Server;

/// <summary>Options of one service, which go before those of all services. Its interceptors come after theirs.</summary>
public class GrpcServiceOptions<TService> : GrpcServiceOptions
    where TService : class
{
}
