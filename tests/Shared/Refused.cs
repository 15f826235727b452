using Grpc.Core;
using Tradewind.Client;

namespace Tradewind.Testing;

/// <summary>Asserts how the server refuses a call.</summary>
public static class Refused
{
    /// <summary>The call fails with a status, a stable reason and, where one is named, a violation of a field.</summary>
    public static async Task<TradewindError> AsAsync(StatusCode status, string reason, string? field, Func<Task> call)
    {
        RpcException failure = await Assert.ThrowsAsync<RpcException>(call);
        TradewindError error = TradewindError.From(failure);
        Assert.Equal((status, reason), (error.Status, error.Reason));
        if (field is not null)
        {
            Assert.Contains(field, error.Violations.Select(violation => violation.Field));
        }

        Assert.True(error.Message.Length > 15, $"'{error.Message}' does not say what to do");
        return error;
    }

    /// <summary>The arguments are refused.</summary>
    public static Task<TradewindError> AsInvalidAsync(string reason, string? field, Func<Task> call) =>
        AsAsync(StatusCode.InvalidArgument, reason, field, call);

    /// <summary>Something named does not exist.</summary>
    public static Task<TradewindError> AsUnknownAsync(string reason, Func<Task> call) => AsAsync(StatusCode.NotFound, reason, null, call);

    /// <summary>The state does not allow it.</summary>
    public static Task<TradewindError> AsTooEarlyOrLateAsync(string reason, Func<Task> call) =>
        AsAsync(StatusCode.FailedPrecondition, reason, null, call);
}
