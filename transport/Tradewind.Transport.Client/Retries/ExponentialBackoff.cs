namespace Tradewind.Transport.Client.Retries;

/// <summary>Waits that grow from one attempt to the next, each spread so that clients which failed together do not come back together.</summary>
internal sealed record ExponentialBackoff(TimeSpan Initial, TimeSpan Max, double Multiplier)
{
    /// <summary>The share of a wait by which chance makes it longer or shorter.</summary>
    private const double Jitter = 0.2;

    /// <summary>The wait after a number of failed attempts, which is 1 or more.</summary>
    /// <param name="failures">How many attempts failed in a row.</param>
    /// <param name="chance">A random number in [0, 1).</param>
    public TimeSpan DelayAfter(int failures, double chance)
    {
        double grown = Math.Min(Initial.TotalMilliseconds * Math.Pow(Multiplier, failures - 1), Max.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(grown * (1 - Jitter + (2 * Jitter * chance)));
    }
}
