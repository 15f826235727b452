using System.Globalization;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Sources.Simulation;

/// <summary>What a <see cref="GarchMarketSpec"/> must satisfy.</summary>
internal static class GarchMarketChecks
{
    private const int MostInstruments = 200;
    private const long MostQuotes = 5_000_000;

    /// <summary>Checks a spec.</summary>
    /// <exception cref="InvalidInputException">It cannot be run; every violation is listed.</exception>
    public static void Validate(GarchMarketSpec spec)
    {
        List<FieldViolation> violations = [];
        int count = spec.Instruments.IsDefault ? 0 : spec.Instruments.Length;
        if (count is 0 or > MostInstruments)
        {
            violations.Add(new FieldViolation("instruments", Text($"must be 1 to {MostInstruments}, got {count}.")));
        }

        if (spec.Rows < 1 || (long)spec.Rows * count > MostQuotes)
        {
            violations.Add(new FieldViolation("row_count", Text($"must be positive, and at most {MostQuotes} together with {count} instruments, got {spec.Rows}.")));
        }

        if (spec.Timeframe.IsMonth || spec.Timeframe > Timeframe.Day || spec.Timeframe.Nanoseconds % UnixTime.Minute != 0 || UnixTime.Day % spec.Timeframe.Nanoseconds != 0)
        {
            violations.Add(new FieldViolation("timeframe", Text($"must be a day or whole minutes that divide it (1m, 5m, 1h, 1d), got {spec.Timeframe}.")));
        }

        if (spec.SessionMinutes is not (GarchMarketSpec.DaySession or GarchMarketSpec.LongSession))
        {
            violations.Add(new FieldViolation("session_minutes", Text($"must be {GarchMarketSpec.DaySession} or {GarchMarketSpec.LongSession}, got {spec.SessionMinutes}.")));
        }

        if (!(spec.ReversionPerMinute is >= 0 and <= 0.01))
        {
            violations.Add(new FieldViolation("reversion_per_minute", Text($"must be from 0 to 0.01, got {spec.ReversionPerMinute}.")));
        }

        AddInstruments(spec, violations);
        AddCorrelations(spec, count, violations);
        if (spec.Jumps is { } jumps && !(jumps is { PerYear: > 0 and <= 1000, Mean: >= -0.5 and <= 0.5, Deviation: >= 0 and <= 0.5 }))
        {
            violations.Add(new FieldViolation("jumps", "must have per_year above 0 up to 1000, mean within 0.5 and deviation from 0 to 0.5."));
        }

        if (spec.Regimes is { } regimes && !(regimes is { CalmDays: >= 1 and <= 1e6, StressDays: >= 1 and <= 1e6, StressVolatility: >= 1 and <= 10 }))
        {
            violations.Add(new FieldViolation("regimes", "must have calm_days and stress_days from 1 up and stress_volatility from 1 to 10."));
        }

        if (violations.Count > 0)
        {
            throw new InvalidInputException("SIMULATION_INVALID", violations);
        }
    }

    private static void AddInstruments(GarchMarketSpec spec, List<FieldViolation> violations)
    {
        HashSet<string> ids = new(StringComparer.Ordinal);
        for (int i = 0; i < (spec.Instruments.IsDefault ? 0 : spec.Instruments.Length); i++)
        {
            GarchInstrument one = spec.Instruments[i];
            string place = $"instruments[{i}]";
            if (string.IsNullOrWhiteSpace(one.Id) || one.Id.Length > 120 || one.Id.Any(char.IsControl) || one.Id != one.Id.Trim() || !ids.Add(one.Id))
            {
                violations.Add(new FieldViolation($"{place}.id", $"must be 1 to 120 printable characters of its own without surrounding blanks, got '{one.Id}'."));
            }

            if (one.AssetClass.IsCredit())
            {
                violations.Add(new FieldViolation($"{place}.asset_class", "must be one with prices; credit spreads belong to the default market."));
            }

            if (!(one.Reference is > 0 and < 1e12))
            {
                violations.Add(new FieldViolation($"{place}.start_level", Text($"must be a positive price, got {one.Reference}.")));
            }

            if (!(one.AnnualVolatility is > 0 and <= 5))
            {
                violations.Add(new FieldViolation($"{place}.annual_volatility", Text($"must be a fraction above 0 up to 5, got {one.AnnualVolatility}.")));
            }

            if (one.TickSize <= 0 || one.TickSize.Scale > 12 || !(one.SpreadFraction is >= 0 and <= 0.5) || !(one.DailyVolume is > 0 and < 1e15))
            {
                violations.Add(new FieldViolation($"{place}.tick_size", "must be positive with at most 12 decimals, the spread 0 to 0.5 of the price, the volume positive."));
            }
        }
    }

    private static void AddCorrelations(GarchMarketSpec spec, int count, List<FieldViolation> violations)
    {
        bool good = !spec.Correlations.IsDefault && spec.Correlations.Length == count * count;
        for (int i = 0; good && i < count; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double one = spec.Correlations[i * count + j];
                good &= one is >= -1 and <= 1 && one == spec.Correlations[j * count + i] && (i != j || one == 1);
            }
        }

        if (!good)
        {
            violations.Add(new FieldViolation("correlations", "must be symmetric, within 1, with 1 of each instrument with itself."));
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
