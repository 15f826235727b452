using System.Collections.Immutable;
using Tradewind.Domain.Engine;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Strategies.MultiBucket;

/// <summary>Assets and pairs of the strategy, found among the instruments of the session.</summary>
/// <param name="Assets">Assets in the order that decides ties.</param>
/// <param name="Market">Index of the market asset.</param>
/// <param name="Pairs">Pairs by index.</param>
internal sealed record MultiBucketUniverse(
    ImmutableArray<(int Instrument, string Symbol, bool IsFactor)> Assets, int Market, ImmutableArray<(string Id, int First, int Second)> Pairs)
{
    private static readonly (string First, string Second)[] UsualPairs = [("ETH", "BNB"), ("ETH", "HYPE"), ("BTC", "SUI"), ("ENA", "ETH")];

    /// <summary>Finds them.</summary>
    /// <exception cref="InvalidInputException">
    /// Reason <c>STRATEGY_PARAMETERS_INVALID</c>: a named asset is not among the instruments; or <c>STRATEGY_INSTRUMENTS_INVALID</c>: fewer
    /// than two assets.
    /// </exception>
    public static MultiBucketUniverse Of(StrategyParameters parameters, TradingUniverse universe, InstrumentSelection instruments)
    {
        string[] stable = Names(parameters.Text("stablecoins"));
        string[] factors = Names(parameters.Text("factor_assets"));
        List<(int Instrument, string Symbol)> there =
        [
            .. universe.Instruments
                .Select((instrument, ordinal) => (Instrument: ordinal, Symbol: BaseSymbol.Of(instrument.Id)))
                .Where(asset => instruments.Contains(asset.Instrument) && universe.Instruments[asset.Instrument].AssetClass.IsCrypto()
                    && !stable.Contains(asset.Symbol, StringComparer.OrdinalIgnoreCase)),
        ];
        string[] named = Names(parameters.Text("universe"));
        List<(int Instrument, string Symbol)> assets = named.Length == 0
            ? there
            : [.. named.Select(name => there[Find(there, universe, name, "universe")])];
        if (assets.Count < 2)
        {
            throw new InvalidInputException(
                "STRATEGY_INSTRUMENTS_INVALID", "instruments", $"multi_bucket needs at least two crypto assets with bars, has {assets.Count}.");
        }

        return new MultiBucketUniverse(
            [.. assets.Select(asset => (asset.Instrument, asset.Symbol, IsNamed(factors, asset, universe)))],
            Find(assets, universe, parameters.Text("market_asset"), "market_asset"),
            [.. PairsOf(parameters.Text("pairs"), assets, universe)]);
    }

    private static IEnumerable<(string Id, int First, int Second)> PairsOf(
        string text, List<(int Instrument, string Symbol)> assets, TradingUniverse universe)
    {
        if (text.Length == 0)
        {
            foreach ((string first, string second) in UsualPairs)
            {
                (int a, int b) = (IndexOf(assets, universe, first), IndexOf(assets, universe, second));
                if (a >= 0 && b >= 0)
                {
                    yield return ($"{first}-{second}", a, b);
                }
            }

            yield break;
        }

        foreach (string pair in Names(text))
        {
            string[] legs = pair.Split(':', StringSplitOptions.TrimEntries);
            if (legs.Length != 2 || string.Equals(legs[0], legs[1], StringComparison.OrdinalIgnoreCase))
            {
                throw Invalid("pairs", $"needs pairs as first:second, was '{pair}'.");
            }

            (int first, int second) = (Find(assets, universe, legs[0], "pairs"), Find(assets, universe, legs[1], "pairs"));
            yield return ($"{assets[first].Symbol}-{assets[second].Symbol}", first, second);
        }
    }

    private static int Find(List<(int Instrument, string Symbol)> assets, TradingUniverse universe, string name, string parameter) =>
        IndexOf(assets, universe, name) is >= 0 and int index
            ? index
            : throw Invalid(parameter, $"names '{name}', which is not among the assets: {string.Join(", ", assets.Select(asset => asset.Symbol))}.");

    private static int IndexOf(List<(int Instrument, string Symbol)> assets, TradingUniverse universe, string name) => assets.FindIndex(asset =>
        string.Equals(asset.Symbol, name, StringComparison.OrdinalIgnoreCase)
        || string.Equals(universe.Instruments[asset.Instrument].Id, name, StringComparison.Ordinal));

    private static bool IsNamed(string[] names, (int Instrument, string Symbol) asset, TradingUniverse universe) =>
        names.Contains(asset.Symbol, StringComparer.OrdinalIgnoreCase) || names.Contains(universe.Instruments[asset.Instrument].Id);

    private static string[] Names(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static InvalidInputException Invalid(string parameter, string problem) =>
        new("STRATEGY_PARAMETERS_INVALID", $"parameters[{parameter}]", problem);
}
