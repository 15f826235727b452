using Tradewind.Domain.Errors;

namespace Tradewind.Domain.Engine;

/// <summary>Time of a session, which is that of its inputs and never goes back, and whether it has ended.</summary>
internal sealed class SessionClock
{
    /// <summary>Time of the last input; the smallest value before the first.</summary>
    public long Now { get; private set; } = long.MinValue;

    /// <summary>True after <see cref="End"/>.</summary>
    public bool Ended { get; private set; }

    /// <summary>Moves on; an earlier time counts as the present one.</summary>
    public void Advance(long time) => Now = Math.Max(Now, time);

    /// <summary>Ends the session.</summary>
    public void End() => Ended = true;

    /// <summary>Refuses to go on after the end.</summary>
    /// <exception cref="PreconditionException">Reason <c>SESSION_ENDED</c>.</exception>
    public void RequireRunning()
    {
        if (Ended)
        {
            throw new PreconditionException("SESSION_ENDED", "The session has ended; start a new one.");
        }
    }
}
