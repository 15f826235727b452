using Tradewind.Domain.Engine.Backtest;
using Tradewind.Domain.Engine.Optimization;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Server.Data;
using Tradewind.Server.Mapping;
using AcceptanceRule = Tradewind.Domain.Engine.Optimization.AcceptanceRule;

namespace Tradewind.Server.Backtests;

/// <summary>Reads when a change of parameters is taken over, with the market it is held against.</summary>
internal sealed class AcceptanceRuleReader(PortfolioReader portfolios)
{
    private const string UsualMarket = "BTC";

    /// <summary>A rule; null for none.</summary>
    /// <exception cref="InvalidInputException">Reason <c>ACCEPTANCE_INVALID</c>; violations carry paths below <paramref name="path"/>.</exception>
    public async Task<AcceptanceRule?> ReadAsync(V1.WalkForwardSpec spec, BacktestRequest backtest, string path, CancellationToken cancellation)
    {
        if (spec.Acceptance is not { } message)
        {
            return null;
        }

        string[] varied = [.. spec.Search.Axes.Select(axis => axis.Name)];
        if (message.Baseline.Keys.Order(StringComparer.Ordinal).FirstOrDefault(name => !varied.Contains(name)) is { } unknown)
        {
            throw new InvalidInputException(
                "ACCEPTANCE_INVALID", $"{path}.acceptance.baseline", $"names '{unknown}', which is not varied ({string.Join(", ", varied)}).");
        }

        Interval interval = Interval.Read(spec.Search.Interval, $"{path}.search.interval") with { From = long.MinValue };
        InstrumentSeries market = message.Market is { } member
            ? await portfolios.ReadMemberAsync(member, $"{path}.acceptance.market", interval, cancellation).ConfigureAwait(false)
            : backtest.Bars.FirstOrDefault(series => string.Equals(BaseSymbol.Of(series.Instrument.Id), UsualMarket, StringComparison.OrdinalIgnoreCase))
                ?? throw new InvalidInputException(
                    "ACCEPTANCE_INVALID", $"{path}.acceptance.market", $"is needed: no {UsualMarket} is among {string.Join(", ", backtest.Bars.Select(series => series.Instrument.Id))}.");
        AcceptanceRule rule = new() { Market = market, Baseline = message.Baseline.ToDictionary(), Thresholds = ReadThresholds(message, path) };
        return StrategySpecReader.InContract(
            () =>
            {
                rule.Validate();
                return rule;
            },
            path);
    }

    /// <summary>How much a change has to show.</summary>
    /// <exception cref="InvalidInputException">Reason <c>ACCEPTANCE_INVALID</c>: one is out of range.</exception>
    public static AcceptanceThresholds ReadThresholds(V1.AcceptanceRule message, string path)
    {
        AcceptanceThresholds defaults = new();
        AcceptanceThresholds thresholds = new()
        {
            LeastSharpeImprovement = message.HasLeastSharpeImprovement ? message.LeastSharpeImprovement : defaults.LeastSharpeImprovement,
            LeastInformationRatio = message.HasLeastResidualInformationRatio ? message.LeastResidualInformationRatio : defaults.LeastInformationRatio,
        };
        return StrategySpecReader.InContract(
            () =>
            {
                thresholds.Validate();
                return thresholds;
            },
            path);
    }
}
