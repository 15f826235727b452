using System.Collections.Immutable;
using Tradewind.Domain.Engine;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Strategies.CrossSection;
using Tradewind.Domain.Strategies.MultiBucket;
using Tradewind.Domain.Strategies.Pairs;
using Tradewind.Domain.Strategies.Spreads;
using static Tradewind.Domain.Strategies.ParameterOf;

namespace Tradewind.Domain.Strategies.Catalogue;

/// <summary>Strategies that trade several instruments together, and those made of other strategies.</summary>
internal static class PortfolioStrategies
{
    private const string Invalid = "STRATEGY_PARAMETERS_INVALID";
    private const int MostPairs = 500;
    private const double GallonsInBarrel = 42;

    public static ImmutableArray<StrategyDescriptor> All { get; } =
    [
        new()
        {
            Id = "calendar_spread",
            DisplayName = "Calendar spread",
            Description =
                "Mean reversion of front minus back month: buys the spread when it is low against its own last bars, sells it when it is high, "
                + "leaves when it is back. Both legs are traded.",
            Parameters =
            [
                Text("front", "", "Front month; empty where there are two instruments, for the first by id."),
                Text("back", "", "Back month; empty for the other one."),
                .. SpreadRules(window: 20),
            ],
            CrossChecks = SpreadChecks,
            Build = BuildCalendarSpread,
        },
        CompositeDescriptor.Of(StrategyCatalogue.Describe),
        new()
        {
            Id = "crack_spread",
            DisplayName = "Crack spread",
            Description =
                "Mean reversion of the refining margin in $/bbl: gasoline and distillate (in $/gal, 42 a barrel) against crude, by their ratio. All three "
                + "legs are traded.",
            Parameters =
            [
                Text("crude", "CL1 Comdty", "Crude oil in $/bbl."), Text("gasoline", "XB1 Comdty", "Gasoline in $/gal."),
                Text("distillate", "HO1 Comdty", "Distillate in $/gal."),
                Whole("crude_contracts", 3, "Contracts of crude for one spread.", 1, 100), Whole("gasoline_contracts", 2, "Contracts of gasoline.", 1, 100),
                Whole("distillate_contracts", 1, "Contracts of distillate.", 1, 100),
                .. SpreadRules(window: 60),
            ],
            CrossChecks = SpreadChecks,
            Build = BuildCrackSpread,
        },
        new()
        {
            Id = "cross_sectional_momentum",
            DisplayName = "Cross-sectional momentum",
            Description =
                "Ranks the instruments by their return over a lookback that leaves the latest bars out, buys the best and sells the worst, and ranks anew "
                + "every so many bars.",
            Parameters =
            [
                Window("lookback", 252, "Bars of the return."), Whole("skip", 21, "Latest bars left out of it.", 0, LongestWindow),
                Window("rebalance_bars", 21, "Bars from one ranking to the next."),
                Number("top_fraction", 0.2, "Share of the ranked instruments it buys, at least one.", 0.001, 1),
                Number("bottom_fraction", 0.2, "Share it sells short, at least one; 0 for none.", 0, 1),
                Number("gross", 0.5, "Gross weight of each side in equity.", 0.0001, 10), Text("weighting", "equal", "equal or inverse_volatility."),
                Window("vol_window", 60, "Bars of the volatility of the weighting.", least: 2),
                Whole("min_instruments", 2, "Fewest ranked instruments; below it the holdings stay.", 2, 10_000),
                Whole("max_age", 5, "Bars of others without one of its own after which an instrument is not ranked.", 0, LongestWindow),
            ],
            CrossChecks = p => p.Text("weighting") is "equal" or "inverse_volatility"
                ? []
                : [new FieldViolation("parameters[weighting]", $"must be equal or inverse_volatility, was '{p.Text("weighting")}'.")],
            Build = (p, universe, instruments) => new CrossSectionalMomentumStrategy(universe, instruments, new CrossSectionalMomentumSettings(
                p.Integer("lookback"), p.Integer("skip"), p.Integer("rebalance_bars"), p.Number("top_fraction"), p.Number("bottom_fraction"),
                p.Number("gross"), p.Text("weighting") == "inverse_volatility", p.Integer("vol_window"), p.Integer("min_instruments"), p.Integer("max_age"))),
        },
        new()
        {
            Id = "multi_bucket",
            DisplayName = "Multi-bucket crypto portfolio",
            Description =
                "Daily portfolio of crypto assets in four buckets, momentum, market residual, converging pairs and mean reversion, with a beta "
                + "hedge; sizes of equal risk under asset, cluster and bucket caps, less leverage while assets move together, stops, and a "
                + "drawdown circuit. It sizes its own orders and attributes the result by bucket.",
            Parameters = MultiBucketParameters.All,
            CrossChecks = MultiBucketParameters.Check,
            Build = (p, universe, instruments) =>
                new MultiBucketStrategy(MultiBucketUniverse.Of(p, universe, instruments), universe, MultiBucketParameters.Read(p)),
        },
        new()
        {
            Id = "pairs",
            DisplayName = "Cointegrated pairs",
            Description =
                "Fits pairs of instruments on their last bars, keeps those that are correlated, cointegrated and quick to revert, and trades the best "
                + "ranked against a wide spread; out when it has closed, gone too far or taken too long. Both legs are traded.",
            Parameters =
            [
                Text("pairs", "", "Pairs as first:second, separated by commas; empty for every pair of the instruments."),
                Window("formation", 252, "Bars a pair is fitted on.", least: 30), Window("refit_bars", 21, "Bars between fits of pairs that are not held."),
                Window("z_window", 60, "Bars before this one that the spread is judged by.", least: 2),
                Number("min_correlation", 0.7, "Least correlation of returns over the formation.", -1, 1),
                Number("max_p_value", 0.05, "Largest p-value of the test of Engle and Granger.", 0, 1),
                Number("min_half_life", 1, "Least half-life of the spread in bars.", 0, LongestWindow),
                Number("max_half_life", 30, "Largest half-life.", 0, LongestWindow), Number("entry", 2, "|z| from which it enters.", 0, 100),
                Number("exit", 0.5, "|z| at which it has closed.", 0, 100), Number("stop", 3, "|z| at which it is stopped.", 0, 100),
                Window("max_hold", 10, "Bars it is held at most."), Whole("top_pairs", 10, "Pairs that may be traded.", 1, MostPairs),
                Number("gross", 0.2, "Gross weight of a pair in equity.", 0.0001, 10),
                Number("cost_bps", 10, "Cost of a side of a leg in basis points, which the expected gain has to exceed.", 0, 10_000),
            ],
            CrossChecks = CheckPairs,
            Build = BuildPairs,
        },
    ];

    private static StrategyParameter[] SpreadRules(int window) =>
    [
        Number("quantity", 1, "Spreads of one position, in contracts of the smallest leg.", 0.000001, 1_000_000),
        Window("window", window, "Bars of mean and deviation, this one included.", least: 2), Number("entry", 2, "|z| beyond which it enters.", 0, 100),
        Number("exit", 0.5, "|z| at which it is back.", 0, 100),
    ];

    private static IEnumerable<FieldViolation> SpreadChecks(StrategyParameters p) => p.Number("exit") < p.Number("entry")
        ? []
        : [new FieldViolation("parameters[exit]", $"must be less than entry ({p.Text("entry")}), was {p.Text("exit")}.")];

    private static SpreadStrategy BuildCalendarSpread(StrategyParameters p, TradingUniverse universe, InstrumentSelection instruments)
    {
        ImmutableArray<int> ordinals = instruments.Ordinals;
        string front = p.Text("front"), back = p.Text("back");
        if ((front.Length == 0) != (back.Length == 0) || (front.Length == 0 && ordinals.Length != 2) || (front.Length > 0 && front == back))
        {
            throw new InvalidInputException(
                Invalid, "parameters[front]", $"front and back have to name two months; only where there are exactly two instruments (here {ordinals.Length}) both may be empty.");
        }

        int first = front.Length > 0 ? Tradable(universe, front, "front") : ordinals[0];
        int second = back.Length > 0 ? Tradable(universe, back, "back") : ordinals[1];
        decimal quantity = Quantity(p, universe, first, second);
        return new SpreadStrategy(
            universe, FormattableString.Invariant($"CalendarSpread(z={p.Number("entry"):0.0##})"),
            [new SpreadLeg(first, 1, quantity), new SpreadLeg(second, -1, -quantity)], p.Integer("window"), p.Number("entry"), p.Number("exit"));
    }

    private static SpreadStrategy BuildCrackSpread(StrategyParameters p, TradingUniverse universe, InstrumentSelection instruments)
    {
        (string Name, double Unit, int Sign)[] products = [("crude", 1, -1), ("gasoline", GallonsInBarrel, 1), ("distillate", GallonsInBarrel, 1)];
        int crude = p.Integer("crude_contracts");
        int[] ordinals = [.. products.Select(product => Tradable(universe, p.Text(product.Name), product.Name))];
        decimal quantity = Quantity(p, universe, ordinals);
        return new SpreadStrategy(
            universe, $"CrackSpread({crude}:{p.Integer("gasoline_contracts")}:{p.Integer("distillate_contracts")})",
            [
                .. products.Select((product, i) =>
                {
                    int contracts = p.Integer($"{product.Name}_contracts");
                    return new SpreadLeg(ordinals[i], product.Sign * product.Unit * contracts / crude, product.Sign * contracts * quantity);
                }),
            ],
            p.Integer("window"), p.Number("entry"), p.Number("exit"));
    }

    private static decimal Quantity(StrategyParameters p, TradingUniverse universe, params ReadOnlySpan<int> legs)
    {
        decimal quantity = (decimal)p.Number("quantity");
        foreach (int leg in legs)
        {
            if (quantity % universe.Instruments[leg].LotSize != 0)
            {
                throw new InvalidInputException(
                    Invalid, "parameters[quantity]",
                    FormattableString.Invariant($"must be a multiple of the lot of {universe.Instruments[leg].Id}, {universe.Instruments[leg].LotSize}, was {quantity}."));
            }
        }

        return quantity;
    }

    private static int Tradable(TradingUniverse universe, string id, string parameter) => universe.FindInstrument(id) is >= 0 and int ordinal && universe.Tradable[ordinal]
        ? ordinal
        : throw new InvalidInputException(
            Invalid, $"parameters[{parameter}]",
            $"'{id}' is not among the instruments with bars: {string.Join(", ", universe.Instruments.Where((_, i) => universe.Tradable[i]).Select(instrument => instrument.Id))}.");

    private static IEnumerable<FieldViolation> CheckPairs(StrategyParameters p)
    {
        if (!(p.Number("exit") < p.Number("entry") && p.Number("entry") < p.Number("stop")))
        {
            yield return new FieldViolation(
                "parameters[entry]", $"must be more than exit ({p.Text("exit")}) and less than stop ({p.Text("stop")}), was {p.Text("entry")}.");
        }

        if (!(p.Number("min_half_life") < p.Number("max_half_life")))
        {
            yield return new FieldViolation("parameters[min_half_life]", $"must be less than max_half_life ({p.Text("max_half_life")}).");
        }

        foreach (string pair in Names(p.Text("pairs")))
        {
            string[] legs = pair.Split(':', StringSplitOptions.TrimEntries);
            if (legs.Length != 2 || legs[0] == legs[1] || legs.Any(leg => leg.Length == 0))
            {
                yield return new FieldViolation("parameters[pairs]", $"needs pairs of two instruments as first:second, was '{pair}'.");
            }
        }
    }

    private static PairsStrategy BuildPairs(StrategyParameters p, TradingUniverse universe, InstrumentSelection instruments)
    {
        PairSettings settings = new(
            p.Integer("formation"), p.Integer("refit_bars"), p.Integer("z_window"), p.Number("min_correlation"), p.Number("max_p_value"),
            p.Number("min_half_life"), p.Number("max_half_life"), p.Number("entry"), p.Number("exit"), p.Number("stop"), p.Integer("max_hold"),
            p.Integer("top_pairs"), p.Number("gross"), p.Number("cost_bps"));
        ImmutableArray<int> ordinals = instruments.Ordinals;
        string[] named = Names(p.Text("pairs"));
        (int First, int Second)[] pairs = named.Length > 0
            ? [.. named.Select(pair => pair.Split(':', StringSplitOptions.TrimEntries)).Select(legs => (Tradable(universe, legs[0], "pairs"), Tradable(universe, legs[1], "pairs")))]
            : [.. ordinals.SelectMany((first, i) => ordinals.Skip(i + 1).Select(second => (first, second)))];
        return pairs.Length is > 0 and <= MostPairs
            ? new PairsStrategy(
                universe,
                [.. pairs.Select(pair => new PairTrader(
                    pair.First, pair.Second, $"{universe.Instruments[pair.First].Id}:{universe.Instruments[pair.Second].Id}", settings))],
                settings)
            : throw new InvalidInputException(
                Invalid, "parameters[pairs]", $"there are {pairs.Length} pairs of the instruments; needed are 1 to {MostPairs}, so name some.");
    }

    private static string[] Names(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
