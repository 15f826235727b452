using Tradewind.Domain.Market;

namespace Tradewind.Data.Tests.Storage;

/// <summary>A clock that a test sets.</summary>
internal sealed class ManualClock : TimeProvider
{
    /// <summary>The present, UNIX nanoseconds UTC; whole microseconds.</summary>
    public long Now { get; set; } = UnixTime.FromDate(2026, 1, 1);

    public override DateTimeOffset GetUtcNow() => UnixTime.ToDateTime(Now);
}
