using System.Collections.Immutable;
using System.Globalization;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Sources.Simulation;

/// <summary>
/// A made-up market that is run one step at a time. The path depends on the spec alone, never on how many steps are asked for at once, so
/// a live stream continues the history made before it. Not thread-safe.
/// </summary>
public sealed class SimulatedMarket
{
    private readonly SimulatorSpec _spec;
    private readonly MarketFactor _factor;
    private readonly PriceProcess?[] _prices;
    private readonly SpreadProcess?[] _spreads;

    /// <summary>Sets up a market before its first step.</summary>
    /// <exception cref="InvalidInputException">The spec cannot be run; every violation is listed.</exception>
    public SimulatedMarket(SimulatorSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        Validate(spec);
        _spec = spec;
        _factor = new MarketFactor(spec.Seed, spec.Timeframe);
        _prices = [.. spec.Instruments.Select(one => one.AssetClass.IsCredit() ? null : new PriceProcess(one, spec.Seed, spec.Timeframe))];
        _spreads = [.. spec.Instruments.Select(one => one.AssetClass.IsCredit() ? new SpreadProcess(one, spec.Seed) : null)];
        Instruments = [.. spec.Instruments.Select(Describe)];
    }

    /// <summary>Instruments in the order of the spec, all marked as simulated.</summary>
    public ImmutableArray<Instrument> Instruments { get; }

    /// <summary>Number of steps made, which is the index of the next.</summary>
    public int Position { get; private set; }

    /// <summary>Time of the next step, UNIX nanoseconds UTC.</summary>
    public long NextTime => _spec.Start + Position * _spec.Timeframe.Nanoseconds;

    /// <summary>Makes the next step.</summary>
    public SimulatedStep Next()
    {
        long time = NextTime;
        bool weekday = UnixTime.IsWeekday(time);
        bool closesDay = (time + _spec.Timeframe.Nanoseconds) % UnixTime.Day == 0;
        _factor.Advance(closesDay, closesDay && weekday);
        ImmutableArray<SimulatedRow>.Builder rows = ImmutableArray.CreateBuilder<SimulatedRow>(_prices.Length);
        for (int i = 0; i < _prices.Length; i++)
        {
            if (_spreads[i] is { } spread)
            {
                if (closesDay && weekday)
                {
                    rows.Add(new SimulatedRow(i, UnixTime.StartOfDay(time), NoBar(time), spread.Next(_factor)));
                }
            }
            else if (weekday || _spec.Instruments[i].AssetClass.IsCrypto())
            {
                rows.Add(new SimulatedRow(i, time, _prices[i]!.Next(time, _factor), double.NaN));
            }
        }

        return new SimulatedStep(Position++, time, rows.ToImmutable());
    }

    /// <summary>Makes a number of steps and returns them, oldest first.</summary>
    public ImmutableArray<SimulatedStep> Next(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        ImmutableArray<SimulatedStep>.Builder made = ImmutableArray.CreateBuilder<SimulatedStep>(steps);
        for (int i = 0; i < steps; i++)
        {
            made.Add(Next());
        }

        return made.MoveToImmutable();
    }

    /// <summary>Makes steps nobody looks at, to continue a path where a stored history ends.</summary>
    public void Skip(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        for (int i = 0; i < steps; i++)
        {
            Next();
        }
    }

    private static Bar NoBar(long time) => new(time, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);

    private Instrument Describe(SimulatedInstrument instrument, int position)
    {
        bool crypto = instrument.AssetClass.IsCrypto();
        return new Instrument(instrument.Id, instrument.AssetClass)
        {
            DisplayName = $"{instrument.Id} (SIMULATED)",
            Source = SimulatorSource.SourceName,
            Simulated = true,
            TickSize = _prices[position]?.TickSize ?? 0m,
            LotSize = crypto ? 0.000001m : 1m,
        };
    }

    private static void Validate(SimulatorSpec spec)
    {
        List<FieldViolation> violations = [];
        if (spec.Rows is < 1 or > 10_000_000)
        {
            violations.Add(new FieldViolation("rows", Text($"Expected 1 to 10000000 steps, got {spec.Rows}.")));
        }

        if (spec.Timeframe.IsMonth || spec.Timeframe > Timeframe.Day || UnixTime.Day % spec.Timeframe.Nanoseconds != 0)
        {
            violations.Add(new FieldViolation("timeframe", Text($"Expected one day or a whole fraction of it (1m, 5m, 1h, 1d), got {spec.Timeframe}.")));
        }
        else if (spec.Start % spec.Timeframe.Nanoseconds != 0)
        {
            violations.Add(new FieldViolation("start", Text($"Expected a time on the grid of {spec.Timeframe}, got {UnixTime.Format(spec.Start)}.")));
        }

        if (spec.Instruments.IsDefaultOrEmpty)
        {
            violations.Add(new FieldViolation("instruments", "Name at least one instrument."));
        }

        HashSet<string> ids = new(StringComparer.Ordinal);
        foreach (SimulatedInstrument one in spec.Instruments.IsDefault ? [] : spec.Instruments)
        {
            AddViolations(one, ids, violations);
        }

        if (violations.Count > 0)
        {
            throw new InvalidInputException("SIMULATOR_SPEC_INVALID", violations);
        }
    }

    private static void AddViolations(SimulatedInstrument one, HashSet<string> ids, List<FieldViolation> violations)
    {
        string place = $"instruments[{one.Id}]";
        if (!ids.Add(one.Id))
        {
            violations.Add(new FieldViolation(place, "The id is used twice. Give each instrument an id of its own."));
        }

        if (string.IsNullOrWhiteSpace(one.Id) || one.Id.Length > 120 || one.Id.Any(char.IsControl) || one.Id != one.Id.Trim())
        {
            violations.Add(new FieldViolation(place, "An id needs 1 to 120 printable characters without surrounding blanks."));
        }

        if (!(one.StartLevel is > 0 and < 1e12))
        {
            violations.Add(new FieldViolation($"{place}.start_level", Text($"Expected a positive price or spread, got {one.StartLevel}.")));
        }

        if (!(one.AnnualVolatility is > 0 and <= 5) || !(Math.Abs(one.AnnualDrift) <= 5))
        {
            violations.Add(new FieldViolation(
                $"{place}.annual_volatility", Text($"Expected volatility above 0 up to 5 and drift within ±5 a year as fractions, got {one.AnnualVolatility} and {one.AnnualDrift}.")));
        }

        if (!(one.MarketShare is >= 0 and <= 1) || !(one.DailyVolume is > 0 and < 1e15))
        {
            violations.Add(new FieldViolation(
                $"{place}.market_share", Text($"Expected a market share in [0, 1] and a positive volume, got {one.MarketShare} and {one.DailyVolume}.")));
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
