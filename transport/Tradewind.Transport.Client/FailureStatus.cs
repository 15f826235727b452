using System.Net.Sockets;
using System.Security.Authentication;
using Grpc.Core;

namespace Tradewind.Transport.Client;

/// <summary>The status of a call that HTTP has failed.</summary>
internal static class FailureStatus
{
    public static Status From(Exception failure)
    {
        for (Exception? cause = failure; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case RpcException rpc:
                    return rpc.Status;
                case HttpProtocolException protocol:
                    return new Status(FromHttp2Error(protocol.ErrorCode), Describe(failure), failure);
                case HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError }:
                case SocketException or AuthenticationException or IOException:
                    return new Status(StatusCode.Unavailable, Describe(failure), failure);
            }
        }

        StatusCode code = failure is OperationCanceledException ? StatusCode.Cancelled : StatusCode.Internal;
        return new Status(code, Describe(failure), failure);
    }

    /// <summary>The mapping of HTTP/2 error codes that the gRPC protocol prescribes.</summary>
    private static StatusCode FromHttp2Error(long errorCode) => errorCode switch
    {
        0x7 => StatusCode.Unavailable, // REFUSED_STREAM
        0x8 => StatusCode.Cancelled, // CANCEL
        0xB => StatusCode.ResourceExhausted, // ENHANCE_YOUR_CALM
        0xC => StatusCode.PermissionDenied, // INADEQUATE_SECURITY
        _ => StatusCode.Internal,
    };

    private static string Describe(Exception failure) => failure.InnerException is { } inner
        ? $"The call failed. {failure.GetType().Name}: {failure.Message} {inner.GetType().Name}: {inner.Message}"
        : $"The call failed. {failure.GetType().Name}: {failure.Message}";
}
