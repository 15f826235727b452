using System.Collections.Immutable;
using System.Globalization;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Server.Mapping;
using Tradewind.Sources.Simulation;
using Tradewind.V1;
using SimulatedInstrument = Tradewind.V1.SimulatedInstrument;
using SimulatedMarket = Tradewind.V1.SimulatedMarket;

namespace Tradewind.Server.Data;

/// <summary>Reads which market the simulator shall make up.</summary>
internal static class SimulatedMarketReader
{
    // Hardly any: half of a deviation is left after four and a half years of trading around the clock.
    private const double CustomReversionPerMinute = 0.15 / (365 * 24 * 60);
    private const string IdPrefix = "SIM-";

    /// <summary>The market of a request.</summary>
    /// <param name="market">What the request says; null for the default market.</param>
    /// <param name="basis">The default market with seed, start and rows.</param>
    /// <param name="path">Path of the market in the request.</param>
    /// <exception cref="InvalidInputException">The market cannot be made.</exception>
    public static SimulationRequest Read(SimulatedMarket? market, SimulatorSpec basis, string path)
    {
        if (market is null)
        {
            return basis;
        }

        Timeframe timeframe = InstrumentMessages.ReadTimeframe(market.Timeframe, $"{path}.timeframe") ?? Timeframe.Day;
        if (market.UniverseCase == SimulatedMarket.UniverseOneofCase.None)
        {
            return market.Jumps is null && market.Regimes is null && market.SessionMinutes == 0
                ? basis with { Timeframe = timeframe }
                : throw new InvalidInputException("SIMULATION_INVALID", $"{path}.universe", "must be oil_curve or custom for jumps, regimes or sessions: the default market has its own.");
        }

        GarchMarketSpec spec = market.UniverseCase == SimulatedMarket.UniverseOneofCase.OilCurve ? Oil(market.OilCurve, basis) : Custom(market.Custom, basis, path);
        return spec with
        {
            Timeframe = timeframe,
            SessionMinutes = market.SessionMinutes == 0 ? GarchMarketSpec.DaySession : market.SessionMinutes,
            Jumps = market.Jumps is { } jumps ? new JumpSpec(jumps.PerYear, jumps.Mean, jumps.StandardDeviation) : null,
            Regimes = market.Regimes is { } regimes ? new RegimeSpec(regimes.CalmDays, regimes.StressDays, regimes.StressVolatility) : null,
        };
    }

    private static GarchMarketSpec Oil(OilCurveMarket oil, SimulatorSpec basis)
    {
        OilCurveUniverse universe = new();
        universe = oil.Roots.Count > 0 ? universe with { Roots = [.. oil.Roots] } : universe;
        universe = oil.HasMonths ? universe with { Months = oil.Months } : universe;
        return Spec(basis, universe.Instruments(), universe.Correlations());
    }

    private static GarchMarketSpec Custom(CustomMarket custom, SimulatorSpec basis, string path)
    {
        ImmutableArray<GarchInstrument> instruments = [.. custom.Instruments.Select((one, i) => Instrument(one, $"{path}.custom.instruments[{i}]"))];
        int count = instruments.Length;
        double[] correlations = new double[count * count];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++)
            {
                correlations[i * count + j] = i == j ? 1 : custom.DefaultCorrelation;
            }
        }

        for (int k = 0; k < custom.Correlations.Count; k++)
        {
            ShockCorrelation pair = custom.Correlations[k];
            int first = Find(custom, pair.FirstId, $"{path}.custom.correlations[{k}].first_id");
            int second = Find(custom, pair.SecondId, $"{path}.custom.correlations[{k}].second_id");
            if (first == second)
            {
                throw new InvalidInputException("SIMULATION_INVALID", $"{path}.custom.correlations[{k}].second_id", "must be another instrument than first_id.");
            }

            correlations[first * count + second] = correlations[second * count + first] = pair.Correlation;
        }

        return Spec(basis, instruments, [.. correlations]) with { ReversionPerMinute = CustomReversionPerMinute };
    }

    private static GarchInstrument Instrument(SimulatedInstrument one, string path)
    {
        GarchInstrument instrument = new(
            one.Id.StartsWith(IdPrefix, StringComparison.Ordinal) ? one.Id : IdPrefix + one.Id,
            one.AssetClass.Length == 0 ? Domain.Market.AssetClass.CryptoSpot : AssetClassNames.Read(one.AssetClass, $"{path}.asset_class"),
            one.StartLevel, one.AnnualVolatility)
        {
            TickSize = one.TickSize.Length > 0 ? Tick(one.TickSize, $"{path}.tick_size") : DefaultTick(one.StartLevel),
            Group = one.Group.Length > 0 ? one.Group : null,
        };
        instrument = one.HasSpreadFraction ? instrument with { SpreadFraction = one.SpreadFraction } : instrument;
        return one.HasDailyVolume ? instrument with { DailyVolume = one.DailyVolume } : instrument;
    }

    private static decimal Tick(string text, string field) => decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal tick) && tick > 0
        ? tick
        : throw new InvalidInputException("DECIMAL_INVALID", field, $"must be a positive decimal such as 0.01, got '{text}'.");

    // Six significant digits of the first price.
    private static decimal DefaultTick(double level) =>
        new(1, 0, 0, isNegative: false, (byte)Math.Clamp(5 - (level > 0 && double.IsFinite(level) ? (int)Math.Floor(Math.Log10(level)) : 0), 2, 8));

    private static int Find(CustomMarket custom, string id, string field)
    {
        for (int i = 0; i < custom.Instruments.Count; i++)
        {
            if (custom.Instruments[i].Id == id)
            {
                return i;
            }
        }

        throw new InvalidInputException("SIMULATION_INVALID", field, $"must be the id of an instrument of this market, got '{id}'.");
    }

    private static GarchMarketSpec Spec(SimulatorSpec basis, ImmutableArray<GarchInstrument> instruments, ImmutableArray<double> correlations) => new()
    {
        Seed = basis.Seed, Start = basis.Start, Rows = basis.Rows, Instruments = instruments, Correlations = correlations,
    };
}
