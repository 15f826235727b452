using System.Text;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;

namespace Tradewind.Client;

/// <summary>A failed call in readable form: the status, the stable reason, what is wrong with which field.</summary>
public sealed record TradewindError
{
    private const string DetailsTrailer = "grpc-status-details-bin";

    /// <summary>Status of the call.</summary>
    public required StatusCode Status { get; init; }

    /// <summary>What went wrong and what to do, for a person.</summary>
    public required string Message { get; init; }

    /// <summary>Stable reason, e.g. <c>UNKNOWN_INSTRUMENT</c>; null when the server gave none.</summary>
    public string? Reason { get; init; }

    /// <summary>Facts that belong to the reason.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>Fields, file lines and conditions that are wrong.</summary>
    public IReadOnlyList<FieldViolation> Violations { get; init; } = [];

    /// <summary>When a repeat can succeed; null when the server did not say.</summary>
    public TimeSpan? RetryDelay { get; init; }

    /// <summary>Reads the details of a failed call.</summary>
    /// <param name="exception">What the call threw.</param>
    public static TradewindError From(RpcException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        TradewindError error = new() { Status = exception.StatusCode, Message = Sentence(exception) };
        return exception.Trailers.GetValueBytes(DetailsTrailer) is { } bytes ? error.WithDetails(bytes) : error;
    }

    /// <summary>The exception for an error that arrived as a message, such as that of an operation.</summary>
    /// <param name="status">The message.</param>
    public static RpcException ToException(Google.Rpc.Status status)
    {
        ArgumentNullException.ThrowIfNull(status);
        Metadata trailers = new() { { DetailsTrailer, status.ToByteArray() } };
        return new RpcException(new Grpc.Core.Status((StatusCode)status.Code, status.Message), trailers);
    }

    /// <summary>The error as text of one or more lines: status and sentence, then the fields, then when to repeat.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        text.Append(StatusName(Status));
        if (Reason is not null)
        {
            text.Append(" (").Append(Reason).Append(')');
        }

        text.Append(": ").Append(Message);
        foreach (FieldViolation violation in Violations)
        {
            string line = violation.Field.Length > 0 ? $"{violation.Field}: {violation.Description}" : violation.Description;

            // A server with one violation may have made it its sentence already.
            if (!Message.Contains(line, StringComparison.Ordinal))
            {
                text.Append('\n').Append("  ").Append(line);
            }
        }

        if (RetryDelay is { } delay)
        {
            text.Append('\n').Append(FormattableString.Invariant($"  Try again in {delay.TotalSeconds:0.#} s."));
        }

        return text.ToString();
    }

    /// <summary>Name of a status as the protocol writes it: <c>INVALID_ARGUMENT</c>.</summary>
    /// <param name="status">The status.</param>
    public static string StatusName(StatusCode status)
    {
        if (status == StatusCode.OK)
        {
            return "OK";
        }

        StringBuilder name = new();
        foreach (char letter in status.ToString())
        {
            if (char.IsUpper(letter) && name.Length > 0)
            {
                name.Append('_');
            }

            name.Append(char.ToUpperInvariant(letter));
        }

        return name.ToString();
    }

    private static string Sentence(RpcException exception)
    {
        if (exception.StatusCode == StatusCode.Unavailable)
        {
            return $"the server cannot be reached ({exception.Status.Detail}). Check the address and that the server runs.";
        }

        return exception.Status.Detail.Length > 0 ? exception.Status.Detail : "the server gave no reason.";
    }

    private TradewindError WithDetails(byte[] bytes)
    {
        Google.Rpc.Status status;
        try
        {
            status = Google.Rpc.Status.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            // Details are an extra: a status without readable ones is still worth showing.
            return this;
        }

        TradewindError error = this;
        List<FieldViolation> violations = [];
        foreach (Google.Protobuf.WellKnownTypes.Any detail in status.Details)
        {
            if (detail.TryUnpack(out ErrorInfo info))
            {
                error = error with { Reason = info.Reason, Metadata = new Dictionary<string, string>(info.Metadata) };
            }
            else if (detail.TryUnpack(out BadRequest request))
            {
                violations.AddRange(request.FieldViolations.Select(v => new FieldViolation(v.Field, v.Description)));
            }
            else if (detail.TryUnpack(out PreconditionFailure failure))
            {
                violations.AddRange(failure.Violations.Select(v => new FieldViolation(v.Subject, v.Description)));
            }
            else if (detail.TryUnpack(out RetryInfo retry) && retry.RetryDelay is not null)
            {
                error = error with { RetryDelay = retry.RetryDelay.ToTimeSpan() };
            }
        }

        return error with { Violations = violations };
    }
}
