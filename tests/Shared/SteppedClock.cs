namespace Tradewind.Testing;

/// <summary>
/// Time whose measured intervals pass only when a test says so: a feed of one step a second plays exactly as many steps as seconds were
/// let pass. Timers and the date are the system's, so that waits inside the server go on.
/// </summary>
public sealed class SteppedClock : TimeProvider
{
    private long _ticks;

    /// <inheritdoc />
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc />
    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    /// <summary>Lets seconds pass.</summary>
    public void Advance(int seconds) => Interlocked.Add(ref _ticks, seconds * TimeSpan.TicksPerSecond);
}
