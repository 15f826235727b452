using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Server.Connectors;
using Tradewind.Server.Remote;
using Tradewind.Sources.Connectors;
using Tradewind.Storage;
using Status = Grpc.Core.Status;

namespace Tradewind.Server.Errors;

/// <summary>The one map from typed errors to gRPC status codes and google.rpc details.</summary>
internal static class RpcErrors
{
    private const string Domain = "tradewind";
    private const string DetailsTrailer = "grpc-status-details-bin";
    private const int LargestViolationCount = 50;

    /// <summary>The status a caller sees for an error; null when the error is not one a caller can do something about.</summary>
    public static RpcException? Map(Exception error) => error switch
    {
        RpcException rpc => rpc,
        InvalidInputException invalid => Create(
            StatusCode.InvalidArgument, invalid.Message, Info(invalid.Reason), ToBadRequest(invalid)),
        NotFoundException missing => Create(
            StatusCode.NotFound, missing.Message, Info(missing.Reason, (missing.Kind, missing.Id)),
            new ResourceInfo { ResourceType = missing.Kind, ResourceName = missing.Id, Description = missing.Message }),
        PreconditionException state => Create(
            StatusCode.FailedPrecondition, state.Message, Info(state.Reason),
            new PreconditionFailure { Violations = { new PreconditionFailure.Types.Violation { Type = state.Reason, Description = state.Message } } }),
        CapacityException full => Create(
            StatusCode.ResourceExhausted, full.Message, Info(full.Reason), new RetryInfo { RetryDelay = Duration.FromTimeSpan(full.RetryAfter) }),
        CursorException cursor => Create(StatusCode.OutOfRange, cursor.Message, Info(cursor.Reason)),
        StoreCorruptException corrupt => Create(
            StatusCode.DataLoss, corrupt.Message,
            Info(
                corrupt.Reason, ("instrument", corrupt.InstrumentId), ("timeframe", corrupt.Timeframe.ToString()),
                ("first_time", UnixTime.Format(corrupt.FirstTime)), ("last_time", UnixTime.Format(corrupt.LastTime)))),
        StoreFaultException fault => Create(
            fault.Fault switch
            {
                StoreFault.Full => StatusCode.ResourceExhausted,
                StoreFault.ReadOnly => StatusCode.FailedPrecondition,
                StoreFault.Damaged => StatusCode.DataLoss,
                _ => StatusCode.Unavailable,
            },
            fault.Message, Info(fault.Reason)),
        ConnectorException connector => Create(StatusOf(connector.Kind), connector.Message, ConnectorDetails(connector)),
        StepDeadlineException late => Create(StatusCode.DeadlineExceeded, late.Message, Info(late.Reason)),
        ConnectorProtocolException protocol => Create(StatusOf(protocol.Reason), protocol.Message, Info(protocol.Reason)),
        TradewindException other => Create(StatusCode.FailedPrecondition, other.Message, Info(other.Reason)),
        _ => null,
    };

    /// <summary>The google.rpc form of an error, for results that keep it.</summary>
    public static Google.Rpc.Status ToRpcStatus(Exception error) => Map(error) is { } mapped
        ? mapped.Trailers.GetValueBytes(DetailsTrailer) is { } details
            ? Google.Rpc.Status.Parser.ParseFrom(details)
            : new Google.Rpc.Status { Code = (int)mapped.StatusCode, Message = mapped.Status.Detail }
        : new Google.Rpc.Status { Code = (int)StatusCode.Internal, Message = "The server failed; its log says why." };

    // A caller of the server is not what a source refuses: its credentials are the connector's, hence no UNAUTHENTICATED.
    private static StatusCode StatusOf(ConnectorErrorKind kind) => kind switch
    {
        ConnectorErrorKind.InvalidSymbol or ConnectorErrorKind.InvalidField or ConnectorErrorKind.Unsupported => StatusCode.InvalidArgument,
        ConnectorErrorKind.RateLimited => StatusCode.ResourceExhausted,
        ConnectorErrorKind.Authentication => StatusCode.FailedPrecondition,
        ConnectorErrorKind.Unavailable or ConnectorErrorKind.Timeout => StatusCode.Unavailable,
        ConnectorErrorKind.Malformed => StatusCode.DataLoss,
        _ => StatusCode.Internal,
    };

    private static StatusCode StatusOf(string reason) => reason switch
    {
        ConnectorProtocolException.Attached => StatusCode.AlreadyExists,
        ConnectorProtocolException.Version => StatusCode.FailedPrecondition,
        ConnectorProtocolException.Breach => StatusCode.InvalidArgument,
        _ => StatusCode.Aborted,
    };

    private static IMessage[] ConnectorDetails(ConnectorException error) => error.RetryAfter is { } wait
        ? [Info(error.Reason), new RetryInfo { RetryDelay = Duration.FromTimeSpan(wait) }]
        : [Info(error.Reason)];

    private static BadRequest ToBadRequest(InvalidInputException invalid)
    {
        BadRequest details = new();
        foreach (FieldViolation violation in invalid.Violations.Take(LargestViolationCount))
        {
            details.FieldViolations.Add(new BadRequest.Types.FieldViolation { Field = violation.Field, Description = violation.Description });
        }

        return details;
    }

    private static ErrorInfo Info(string reason, params ReadOnlySpan<(string Key, string Value)> metadata)
    {
        ErrorInfo info = new() { Reason = reason, Domain = Domain };
        foreach ((string key, string value) in metadata)
        {
            info.Metadata[key] = value;
        }

        return info;
    }

    private static RpcException Create(StatusCode code, string message, params ReadOnlySpan<IMessage> details)
    {
        Google.Rpc.Status status = new() { Code = (int)code, Message = message };
        foreach (IMessage detail in details)
        {
            status.Details.Add(Any.Pack(detail));
        }

        // The trailer every gRPC client library reads rich details from.
        Metadata trailers = new() { { DetailsTrailer, status.ToByteArray() } };
        return new RpcException(new Status(code, message), trailers);
    }
}
