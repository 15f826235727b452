using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Tradewind.Client;
using Status = Grpc.Core.Status;

namespace Tradewind.Clients.Tests.Client;

public sealed class TradewindErrorTests
{
    [Fact]
    public void Reads_reason_lines_and_delay_from_the_details()
    {
        TradewindError error = TradewindError.From(TradewindError.ToException(new Google.Rpc.Status
        {
            Code = (int)StatusCode.InvalidArgument,
            Message = "The file has rows that break a rule; correct them or load with bad_rows DROP.",
            Details =
            {
                Any.Pack(new ErrorInfo { Reason = "BAD_ROWS", Domain = "tradewind", Metadata = { ["rows"] = "2" } }),
                Any.Pack(new BadRequest
                {
                    FieldViolations =
                    {
                        new BadRequest.Types.FieldViolation { Field = "line 3", Description = "negative volume -5" },
                        new BadRequest.Types.FieldViolation { Field = "line 9", Description = "'abc' is not a number" },
                    },
                }),
                Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(TimeSpan.FromSeconds(1.5)) }),
            },
        }));

        Assert.Equal(StatusCode.InvalidArgument, error.Status);
        Assert.Equal("BAD_ROWS", error.Reason);
        Assert.Equal("2", error.Metadata["rows"]);
        Assert.Equal(new FieldViolation("line 3", "negative volume -5"), error.Violations[0]);
        Assert.Equal(
            "INVALID_ARGUMENT (BAD_ROWS): The file has rows that break a rule; correct them or load with bad_rows DROP.\n" +
            "  line 3: negative volume -5\n  line 9: 'abc' is not a number\n  Try again in 1.5 s.",
            error.ToString());
    }

    [Fact]
    public void What_the_sentence_says_already_is_not_repeated()
    {
        Google.Rpc.Status status = new() { Code = (int)StatusCode.InvalidArgument, Message = "target: There is no column 'x'." };
        status.Details.Add(Any.Pack(new BadRequest
        {
            FieldViolations = { new BadRequest.Types.FieldViolation { Field = "target", Description = "There is no column 'x'." } },
        }));
        TradewindError error = TradewindError.From(TradewindError.ToException(status));
        Assert.Single(error.Violations);
        Assert.Equal("INVALID_ARGUMENT: target: There is no column 'x'.", error.ToString());
    }

    [Fact]
    public void Shows_conditions_that_do_not_hold()
    {
        Google.Rpc.Status status = new() { Code = (int)StatusCode.FailedPrecondition, Message = "The session has ended." };
        status.Details.Add(Any.Pack(new PreconditionFailure
        {
            Violations = { new PreconditionFailure.Types.Violation { Type = "STATE", Subject = "session SES-1", Description = "is ENDED" } },
        }));
        Assert.EndsWith("\n  session SES-1: is ENDED", TradewindError.From(TradewindError.ToException(status)).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Details_that_cannot_be_read_do_not_hide_the_status()
    {
        Metadata trailers = new() { { "grpc-status-details-bin", new byte[] { 0xFF, 0xFF, 0xFF } } };
        TradewindError error = TradewindError.From(new RpcException(new Status(StatusCode.NotFound, "No such model."), trailers));
        Assert.Equal("NOT_FOUND: No such model.", error.ToString());
    }

    [Fact]
    public void An_unreachable_server_says_what_to_check() => Assert.Contains(
        "Check the address",
        TradewindError.From(new RpcException(new Status(StatusCode.Unavailable, "refused"))).ToString(),
        StringComparison.Ordinal);

    [Theory]
    [InlineData(StatusCode.OK, "OK")]
    [InlineData(StatusCode.DeadlineExceeded, "DEADLINE_EXCEEDED")]
    [InlineData(StatusCode.Unauthenticated, "UNAUTHENTICATED")]
    public void Statuses_are_named_as_on_the_wire(StatusCode status, string expected) => Assert.Equal(expected, TradewindError.StatusName(status));
}
