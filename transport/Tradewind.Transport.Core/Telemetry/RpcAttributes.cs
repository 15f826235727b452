using System.Globalization;
using Grpc.Core;

namespace Tradewind.Transport.Telemetry;

/// <summary>Attribute names and values of the OpenTelemetry conventions for gRPC.</summary>
internal static class RpcAttributes
{
    public const string System = "rpc.system.name";
    public const string Method = "rpc.method";
    public const string StatusCode = "rpc.response.status_code";
    public const string ErrorType = "error.type";
    public const string ServerAddress = "server.address";
    public const string ServerPort = "server.port";
    public const string Grpc = "grpc";

    /// <summary>The method of a call that names none the server has: the name a client sends may be anything.</summary>
    public const string UnknownMethod = "_OTHER";

    /// <summary>The name of a status as the protocol writes it, <c>DEADLINE_EXCEEDED</c>.</summary>
    public static string NameOf(StatusCode code) => code switch
    {
        global::Grpc.Core.StatusCode.OK => "OK",
        global::Grpc.Core.StatusCode.Cancelled => "CANCELLED",
        global::Grpc.Core.StatusCode.Unknown => "UNKNOWN",
        global::Grpc.Core.StatusCode.InvalidArgument => "INVALID_ARGUMENT",
        global::Grpc.Core.StatusCode.DeadlineExceeded => "DEADLINE_EXCEEDED",
        global::Grpc.Core.StatusCode.NotFound => "NOT_FOUND",
        global::Grpc.Core.StatusCode.AlreadyExists => "ALREADY_EXISTS",
        global::Grpc.Core.StatusCode.PermissionDenied => "PERMISSION_DENIED",
        global::Grpc.Core.StatusCode.Unauthenticated => "UNAUTHENTICATED",
        global::Grpc.Core.StatusCode.ResourceExhausted => "RESOURCE_EXHAUSTED",
        global::Grpc.Core.StatusCode.FailedPrecondition => "FAILED_PRECONDITION",
        global::Grpc.Core.StatusCode.Aborted => "ABORTED",
        global::Grpc.Core.StatusCode.OutOfRange => "OUT_OF_RANGE",
        global::Grpc.Core.StatusCode.Unimplemented => "UNIMPLEMENTED",
        global::Grpc.Core.StatusCode.Internal => "INTERNAL",
        global::Grpc.Core.StatusCode.Unavailable => "UNAVAILABLE",
        global::Grpc.Core.StatusCode.DataLoss => "DATA_LOSS",
        _ => ((int)code).ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Whether a status is an error of the server, and not of its caller.</summary>
    public static bool IsServerError(StatusCode code) => code
        is global::Grpc.Core.StatusCode.Unknown or global::Grpc.Core.StatusCode.DeadlineExceeded
        or global::Grpc.Core.StatusCode.Unimplemented or global::Grpc.Core.StatusCode.Internal
        or global::Grpc.Core.StatusCode.Unavailable or global::Grpc.Core.StatusCode.DataLoss;
}
