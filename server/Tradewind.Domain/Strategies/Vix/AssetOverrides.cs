using System.Collections.Immutable;
using Tradewind.Domain.Engine;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Strategies.Vix;

/// <summary>Parameters that hold for single assets: <c>BTC(min_drawdown=0.04); ETH(vix_min_long=19,rsi_max_long=50)</c>.</summary>
internal static class AssetOverrides
{
    /// <summary>Reads overrides.</summary>
    /// <param name="text">The text; empty for none.</param>
    /// <param name="allowed">Parameters an asset may have of its own.</param>
    /// <param name="wrong">What is wrong; null when it was read.</param>
    /// <returns>By asset, a base symbol or an id, the parameters given with their values in canonical form.</returns>
    public static ImmutableArray<(string Asset, ImmutableDictionary<string, double> Values)> Read(
        string text, IReadOnlyList<StrategyParameter> allowed, out string? wrong)
    {
        wrong = null;
        StrategyDescriptor own = new()
        {
            Id = "an asset", DisplayName = "", Description = "", Parameters = [.. allowed], Build = (_, _, _) => throw new NotSupportedException("It only describes parameters."),
        };
        List<(string Asset, ImmutableDictionary<string, double> Values)> all = [];
        foreach (string part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            int open = part.IndexOf('(', StringComparison.Ordinal);
            string[][] pairs = open < 1 || !part.EndsWith(')') ? [] : [.. part[(open + 1)..^1].Split(',', StringSplitOptions.TrimEntries).Select(pair => pair.Split('=', StringSplitOptions.TrimEntries))];
            if (pairs.Length == 0 || pairs.Any(pair => pair.Length != 2))
            {
                wrong = $"'{part}' must be an asset with its parameters in brackets, such as ETH(vix_min_long=19,rsi_max_long=50).";
                return [];
            }

            string asset = part[..open].Trim();
            if (all.Any(known => string.Equals(known.Asset, asset, StringComparison.OrdinalIgnoreCase)) || pairs.GroupBy(pair => pair[0]).Any(group => group.Count() > 1))
            {
                wrong = $"'{part}' says something twice.";
                return [];
            }

            try
            {
                StrategyParameters values = StrategyParameters.Resolve(own, pairs.ToDictionary(pair => pair[0], pair => pair[1]));
                all.Add((asset, pairs.ToImmutableDictionary(pair => pair[0], pair => values.Number(pair[0]), StringComparer.Ordinal)));
            }
            catch (InvalidInputException error)
            {
                wrong = $"of {asset}: {error.Violations[0].Field} {error.Violations[0].Description}";
                return [];
            }
        }

        return [.. all];
    }

    /// <summary>Ordinals of the instruments an asset names among those chosen.</summary>
    /// <exception cref="InvalidInputException">Reason <c>STRATEGY_PARAMETERS_INVALID</c>: it is none of them.</exception>
    public static IEnumerable<int> InstrumentsOf(string asset, TradingUniverse universe, InstrumentSelection instruments)
    {
        int[] found =
        [
            .. instruments.Ordinals.Where(ordinal => universe.Instruments[ordinal].Id == asset
                || string.Equals(BaseSymbol.Of(universe.Instruments[ordinal].Id), asset, StringComparison.OrdinalIgnoreCase)),
        ];
        return found.Length > 0 ? found : throw new InvalidInputException(
            "STRATEGY_PARAMETERS_INVALID", "parameters[overrides]",
            $"names '{asset}', which is not among {string.Join(", ", instruments.Ordinals.Select(ordinal => universe.Instruments[ordinal].Id))}.");
    }
}
