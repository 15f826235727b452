namespace Grpc.Core;

/// <summary>The google.rpc.Status of a failed call.</summary>
public static class RpcExceptionExtensions
{
    /// <summary>The status with its details, or null when the server sent none.</summary>
    public static Google.Rpc.Status? GetRpcStatus(this RpcException ex)
    {
        ArgumentNullException.ThrowIfNull(ex);
        return ex.Trailers.GetRpcStatus();
    }
}
