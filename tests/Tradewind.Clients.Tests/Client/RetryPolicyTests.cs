using FsCheck;
using FsCheck.Fluent;
using Tradewind.Client;

namespace Tradewind.Clients.Tests.Client;

public sealed class RetryPolicyTests
{
    [Fact]
    public void Waits_double_and_stay_between_half_and_all_of_the_limit() => Prop.ForAll<PositiveInt, byte>((failures, jitter) =>
    {
        RetryPolicy policy = new() { InitialBackoff = TimeSpan.FromSeconds(1), MaxBackoff = TimeSpan.FromSeconds(8) };
        double full = Math.Min(8, Math.Pow(2, failures.Get - 1));
        double actual = policy.BackoffAfter(failures.Get, jitter / 256.0).TotalSeconds;
        return actual >= full / 2 && actual < full;
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(1, 0.0, 125)]
    [InlineData(2, 0.0, 250)]
    [InlineData(3, 0.5, 750)]
    public void The_default_starts_at_a_quarter_second(int failures, double jitter, double expectedMilliseconds) =>
        Assert.Equal(expectedMilliseconds, RetryPolicy.Default.BackoffAfter(failures, jitter).TotalMilliseconds, 6);
}
