using System.Collections.Immutable;
using Tradewind.Domain.Market;

namespace Tradewind.Sources.Simulation;

/// <summary>
/// A market of correlated prices with GARCH volatility (oil specification, section 7). The same spec gives the same bits; a larger
/// <see cref="Rows"/> only appends.
/// </summary>
public sealed record GarchMarketSpec : SimulationRequest
{
    /// <summary>Minutes of a session in which pits traded: 14:30 to 21:00 UTC.</summary>
    public const int DaySession = 390;

    /// <summary>Minutes of a session of electronic trading: 0:00 to 23:00 UTC.</summary>
    public const int LongSession = 1380;

    /// <summary>Seed of all randomness.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Instruments; ids differ, 1 to 200.</summary>
    public required ImmutableArray<GarchInstrument> Instruments { get; init; }

    /// <summary>Correlation of shocks, shape [instruments, instruments], symmetric with a diagonal of 1, row by row.</summary>
    public required ImmutableArray<double> Correlations { get; init; }

    /// <summary>First day, UNIX nanoseconds UTC; cut to the day.</summary>
    public required long Start { get; init; }

    /// <summary>Bars to make. Steps lie where the market is open: around the clock with crypto in it, else in weekday sessions.</summary>
    public required int Rows { get; init; }

    /// <summary>Bar length: a day, or whole minutes that divide a day.</summary>
    public Timeframe Timeframe { get; init; } = Timeframe.Day;

    /// <summary>Length of sessions: <see cref="DaySession"/>, the default, or <see cref="LongSession"/>.</summary>
    public int SessionMinutes { get; init; } = DaySession;

    /// <summary>Pull of the log price to its reference a minute of trading, 0 to 0.01. Default 0.01 / 60.</summary>
    public double ReversionPerMinute { get; init; } = 0.01 / 60;

    /// <summary>Jumps; none where null.</summary>
    public JumpSpec? Jumps { get; init; }

    /// <summary>Changes between calm and stress; always calm where null.</summary>
    public RegimeSpec? Regimes { get; init; }

    /// <inheritdoc />
    /// <exception cref="Domain.Errors.InvalidInputException">The spec cannot be run.</exception>
    public override long TimeOf(int step)
    {
        GarchMarketChecks.Validate(this);
        return SessionGrid.Of(this).TimeOf(step);
    }
}
