using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf.WellKnownTypes;
using Tradewind.Client;

namespace Tradewind.Clients.Tests.Client;

public sealed class UnixNanosecondsTests
{
    [Fact]
    public void A_timestamp_survives_both_ways() => Prop.ForAll<long>(nanoseconds =>
    {
        Timestamp timestamp = UnixNanoseconds.ToTimestamp(nanoseconds);
        return timestamp.Nanos is >= 0 and < 1_000_000_000 && UnixNanoseconds.FromTimestamp(timestamp) == nanoseconds;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Before_the_epoch_the_fraction_counts_upwards() =>
        Assert.Equal(new Timestamp { Seconds = -1, Nanos = 999_999_999 }, UnixNanoseconds.ToTimestamp(-1));

    [Fact]
    public void A_time_beyond_the_range_is_an_error() =>
        Assert.Throws<OverflowException>(() => UnixNanoseconds.FromTimestamp(new Timestamp { Seconds = 10_000_000_000 }));

    [Fact]
    public void Dates_read_as_in_the_calendar() =>
        Assert.Equal(new DateTimeOffset(2020, 7, 31, 0, 0, 0, TimeSpan.Zero), UnixNanoseconds.ToDateTimeOffset(1_596_153_600_000_000_000));
}
