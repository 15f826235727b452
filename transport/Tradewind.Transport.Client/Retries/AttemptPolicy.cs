using Grpc.Core;
using Grpc.Net.Client.Configuration;

namespace Tradewind.Transport.Client.Retries;

/// <summary>How often a call is made, and after which statuses.</summary>
/// <param name="MaxAttempts">Attempts in all.</param>
/// <param name="StatusCodes">The statuses that allow another attempt.</param>
/// <param name="Backoff">The waits between attempts that follow each other; null where they overlap.</param>
/// <param name="HedgingDelay">The wait between overlapping attempts.</param>
internal sealed record AttemptPolicy(
    int MaxAttempts, IReadOnlySet<StatusCode> StatusCodes, ExponentialBackoff? Backoff, TimeSpan HedgingDelay)
{
    /// <summary>The policy of some methods; null when they have none.</summary>
    public static AttemptPolicy? From(MethodConfig methods, int? maxAttempts) => (methods.RetryPolicy, methods.HedgingPolicy) switch
    {
        (null, null) => null,
        ({ } retry, null) => FromRetry(retry, maxAttempts),
        (null, { } hedging) => FromHedging(hedging, maxAttempts),
        _ => throw new InvalidOperationException("A method is either retried or hedged: give one of RetryPolicy and HedgingPolicy."),
    };

    private static AttemptPolicy FromRetry(RetryPolicy policy, int? maxAttempts)
    {
        if (policy.RetryableStatusCodes.Count == 0)
        {
            throw new InvalidOperationException("A retry policy needs at least one status in RetryableStatusCodes.");
        }

        double multiplier = policy.BackoffMultiplier ?? throw Missing(nameof(policy.BackoffMultiplier));
        return new AttemptPolicy(
            Attempts(policy.MaxAttempts, maxAttempts),
            new HashSet<StatusCode>(policy.RetryableStatusCodes),
            new ExponentialBackoff(
                Positive(policy.InitialBackoff, nameof(policy.InitialBackoff)),
                Positive(policy.MaxBackoff, nameof(policy.MaxBackoff)),
                multiplier > 0 ? multiplier : throw OutOfRange(nameof(policy.BackoffMultiplier), "more than zero")),
            TimeSpan.Zero);
    }

    private static AttemptPolicy FromHedging(HedgingPolicy policy, int? maxAttempts) => new(
        Attempts(policy.MaxAttempts, maxAttempts),
        new HashSet<StatusCode>(policy.NonFatalStatusCodes),
        Backoff: null,
        policy.HedgingDelay is { } delay && delay < TimeSpan.Zero
            ? throw OutOfRange(nameof(policy.HedgingDelay), "zero or more")
            : policy.HedgingDelay ?? TimeSpan.Zero);

    private static int Attempts(int? attempts, int? limit)
    {
        int value = attempts ?? throw Missing("MaxAttempts");
        return value < 2 ? throw OutOfRange("MaxAttempts", "2 or more") : Math.Min(value, limit ?? value);
    }

    private static TimeSpan Positive(TimeSpan? value, string name) =>
        value is not { } time ? throw Missing(name) : time > TimeSpan.Zero ? time : throw OutOfRange(name, "more than zero");

    private static InvalidOperationException Missing(string name) => new($"{name} must be set.");

    private static InvalidOperationException OutOfRange(string name, string expected) => new($"{name} must be {expected}.");
}
