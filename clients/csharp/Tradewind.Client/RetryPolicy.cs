namespace Tradewind.Client;

/// <summary>How often and how fast a call is repeated when the server cannot be reached (status UNAVAILABLE).</summary>
/// <remarks>
/// The wait before attempt n is <c>InitialBackoff * 2^(n - 1)</c>, at most <see cref="MaxBackoff"/>, times a random factor in
/// [0.5, 1): clients that lost the same server do not come back in step.
/// </remarks>
public sealed record RetryPolicy
{
    /// <summary>Five failures in a row, from a quarter of a second up to thirty.</summary>
    public static RetryPolicy Default { get; } = new();

    /// <summary>Failures in a row after which the error reaches the caller. 0: never repeat.</summary>
    public int MaxFailuresInARow { get; init; } = 5;

    /// <summary>Wait before the first repeat.</summary>
    public TimeSpan InitialBackoff { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Longest wait.</summary>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Wait after the given number of failures in a row.</summary>
    /// <param name="failures">Failures so far, at least 1.</param>
    /// <param name="jitter">Random number in [0, 1).</param>
    public TimeSpan BackoffAfter(int failures, double jitter)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(failures, 1);
        double exponential = InitialBackoff.TotalMilliseconds * Math.Pow(2, failures - 1);
        return TimeSpan.FromMilliseconds(Math.Min(exponential, MaxBackoff.TotalMilliseconds) * (0.5 + (jitter / 2)));
    }
}
