using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Tradewind.Transport.Calls;

/// <summary>The status of a call whose handler threw.</summary>
internal static class FailureStatus
{
    public static Status From(Exception exception, HttpServerCallContext call)
    {
        ILogger logger = call.Settings.Logger;
        if (call.Interrupted is { } reason)
        {
            logger.LogDebug(exception, "{Method} was ended: {Reason}", call.Method, reason.Detail);
            return reason;
        }

        if (call.IsClientGone)
        {
            logger.LogDebug(exception, "{Method} was cancelled by its client.", call.Method);
            return new Status(StatusCode.Cancelled, "The client has cancelled the call.");
        }

        if (exception is RpcException rpc)
        {
            logger.LogDebug(rpc, "{Method} ended with {StatusCode}.", call.Method, rpc.StatusCode);
            foreach (Metadata.Entry entry in rpc.Trailers)
            {
                call.ResponseTrailers.Add(entry);
            }

            return rpc.Status;
        }

        logger.LogError(exception, "{Method} threw an exception that has no status.", call.Method);
        string detail = call.Settings.EnableDetailedErrors
            ? $"Exception was thrown by handler. {exception.GetType().Name}: {exception.Message}"
            : "Exception was thrown by handler.";
        return new Status(StatusCode.Unknown, detail, exception);
    }
}
