using System.Collections.Immutable;
using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Backtest;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;
using Tradewind.Domain.Strategies;
using Tradewind.Server.Data;
using Tradewind.Server.Live;
using Tradewind.Server.Mapping;
using Tradewind.Server.Remote;
using Tradewind.Server.Requests;
using Tradewind.Server.StrategyConfigurations;
using Tradewind.Server.Training;
using Tradewind.V1;

namespace Tradewind.Server.Backtests;

/// <summary>Turns what a request names into what the engine runs: stored series, options, parameters.</summary>
internal sealed class BacktestSpecReader(
    PortfolioReader portfolios, StrategyConfigurationDirectory configurations, ModelForecastReader forecasts, StrategyDirectory strategies)
{
    private const double DefaultRiskFreeRate = 0.05;

    /// <summary>A backtest with what its named configuration brings.</summary>
    public BacktestSpec Complete(BacktestSpec spec, string path) => configurations.Complete(spec, path);

    /// <summary>A search with what its named configuration brings.</summary>
    public SearchSpec Complete(SearchSpec spec, string path) => configurations.Complete(spec, path);

    /// <summary>A walk-forward optimisation with what its named configuration brings.</summary>
    public WalkForwardSpec Complete(WalkForwardSpec spec, string path) => configurations.Complete(spec, path);

    /// <summary>A backtest, checked as far as it can be without running it.</summary>
    /// <exception cref="InvalidInputException">Something is wrong; violations carry paths below <paramref name="path"/>.</exception>
    /// <exception cref="NotFoundException">Unknown strategy or instrument.</exception>
    public async Task<BacktestRequest> ReadAsync(BacktestSpec spec, string path, CancellationToken cancellation)
    {
        BacktestRequest request = await ReadDataAsync(spec, path, cancellation).ConfigureAwait(false);
        CheckStrategy(request, request.Parameters, path, spec.Members);
        return request;
    }

    /// <summary>The same with parameters that are not checked yet, since a search will put others in.</summary>
    public async Task<BacktestRequest> ReadDataAsync(BacktestSpec spec, string path, CancellationToken cancellation)
    {
        StrategySpec strategy = Required.Message(spec.Strategy, $"{path}.strategy");
        if (strategy.StrategyId.StartsWith(RemoteBacktests.IdPrefix, StringComparison.Ordinal))
        {
            throw new PreconditionException(
                "REMOTE_STRATEGY", $"{strategy.StrategyId} runs in its own program, so the server cannot run it. Run the program again and compare the ledger hashes.");
        }

        return await ReadDataAsync(spec, custom: null, path, cancellation).ConfigureAwait(false);
    }

    /// <summary>The same for a strategy that is none of the catalogue.</summary>
    public async Task<BacktestRequest> ReadDataAsync(BacktestSpec spec, StrategyDescriptor? custom, string path, CancellationToken cancellation)
    {
        Interval interval = Interval.Read(spec.Interval, $"{path}.interval");
        double riskFree = spec.HasRiskFreeRate ? spec.RiskFreeRate : DefaultRiskFreeRate;
        if (riskFree is not (>= -0.5 and <= 1))
        {
            throw new InvalidInputException(
                "RISK_FREE_RATE_INVALID", $"{path}.risk_free_rate", FormattableString.Invariant($"must be from -0.5 to 1, got {riskFree}."));
        }

        StrategySpec strategy = Required.Message(spec.Strategy, $"{path}.strategy");
        Required.Text(strategy.StrategyId, $"{path}.strategy.strategy_id");
        ImmutableArray<InstrumentSeries> series = await portfolios.ReadMembersAsync(
            spec.Members, $"{path}.members", interval with { From = long.MinValue }, cancellation).ConfigureAwait(false);
        IReadOnlyDictionary<string, string> parameters = strategy.Parameters;
        if (custom is null)
        {
            (series, parameters) = await forecasts.AddAsync(strategy, series, interval, $"{path}.strategy", cancellation).ConfigureAwait(false);
        }

        InstrumentSeries[] bars = [.. series.Where(entry => entry.HasBars)];
        AccountSeriesReader account = new(portfolios);
        ImmutableArray<InstrumentSeries> rates = await account.RatesAsync(
            spec.FxMembers, interval, $"{path}.fx_members", cancellation).ConfigureAwait(false);
        ImmutableArray<InstrumentSeries> funding = await account.FundingAsync(
            spec.Funding, bars, interval, $"{path}.funding", cancellation).ConfigureAwait(false);
        EngineOptions options = await account.WithRollsAsync(
            TradingSettingsReader.Read(spec.Settings, $"{path}.settings"), spec.RollRules, bars, $"{path}.roll_rules", cancellation).ConfigureAwait(false);
        options = await account.WithDividendsAsync(options, spec.Dividends, bars, interval, $"{path}.dividends", cancellation).ConfigureAwait(false);
        BacktestRequest request = new()
        {
            Bars = bars,
            Fields = [.. series.Where(entry => !entry.HasBars), .. rates, .. funding],
            Execution = await account.ExecutionAsync(spec.ExecutionMembers, interval, $"{path}.execution_members", cancellation).ConfigureAwait(false),
            Strategy = strategy.StrategyId,
            Custom = custom ?? strategies.Describe(strategy.StrategyId),
            Parameters = parameters,
            Options = options,
            TradeFrom = interval.From,
            RiskFreeRate = riskFree,
            Benchmark = spec.Benchmark is { } benchmark
                ? await portfolios.ReadMemberAsync(benchmark, $"{path}.benchmark", interval with { From = long.MinValue }, cancellation).ConfigureAwait(false)
                : null,
        };
        TradedSeries.Universe(series, $"{path}.members");
        return StrategySpecReader.InContract(
            () =>
            {
                BacktestRunner.Check(request);
                return request;
            },
            path,
            InstrumentPath.Members($"{path}.members", spec.Members));
    }

    /// <summary>Checks that a strategy can be made, so that the caller hears of it and not only the operation.</summary>
    public void CheckStrategy(
        BacktestRequest request, IReadOnlyDictionary<string, string> parameters, string path, IEnumerable<PortfolioMember> members)
    {
        StrategySpecReader.Create(
            strategies, new StrategySpec { StrategyId = request.Strategy, Parameters = { parameters.ToDictionary() } },
            TradingUniverse.Of(request.Bars, request.Fields),
            $"{path}.strategy",
            InstrumentPath.Members($"{path}.members", members));
    }
}
