using System.CommandLine;
using Tradewind.Cli.Options;
using Tradewind.Cli.Output;
using Tradewind.Client;
using Tradewind.V1;

namespace Tradewind.Cli.Commands;

/// <summary><c>backtest</c>: strategies over history.</summary>
internal static class BacktestCommands
{
    public static Command Build(CommandHost host)
    {
        Command command = new("backtest", "Runs strategies over stored history.")
        {
            BuildRun(host),
            BuildList(host),
            BuildShow(host),
            BuildTrades(host),
            BuildDays(host),
            BuildVerify(host),
            SweepCommands.Build(host),
            WalkForwardCommands.Build(host),
        };
        foreach (Command study in BacktestEntryCommands.Build(host).Concat(BacktestStudyCommands.Build(host)))
        {
            command.Add(study);
        }

        return command;
    }

    /// <summary>Runs and waits for the result.</summary>
    public static async Task<Backtest> RunAsync(Invocation invocation, BacktestSpec spec)
    {
        RunBacktestRequest request = new() { Spec = spec };
        RunBacktestResponse started = await invocation.CallAsync(invocation.Client.Backtests.RunBacktestAsync, request).ConfigureAwait(false);
        string id = await OperationTracking.ResultAsync(invocation, $"Backtest {(spec.Strategy.StrategyId.Length > 0 ? spec.Strategy.StrategyId : spec.Strategy.Configuration)}", started.Operation).ConfigureAwait(false);
        return await GetAsync(invocation, id).ConfigureAwait(false);
    }

    /// <summary>A stored backtest.</summary>
    public static async Task<Backtest> GetAsync(Invocation invocation, string id) =>
        (await invocation.CallAsync(invocation.Client.Backtests.GetBacktestAsync, new GetBacktestRequest { BacktestId = id }).ConfigureAwait(false)).Backtest;

    private static Command BuildRun(CommandHost host)
    {
        MemberOptions members = new(ArgumentArity.ZeroOrMore);
        StrategyOptions strategy = new(required: true);
        TimeOptions times = new();
        TradingOptions trading = new();
        AccountOptions account = new();
        Option<bool> envelope = new("--intrabar-envelope")
        {
            Description = "Also run it under every assumption about the inside of bars, and show how far the outcomes are apart.",
        };
        Option<string?> benchmark = new("--benchmark") { Description = "Instrument to measure against: ID or ID@timeframe.", HelpName = "ID" };
        return host.Command(
            "run", "Runs a backtest with costs.",
            [.. members.Symbols, .. strategy.Symbols, times.From, times.To, .. trading.Symbols, .. account.Symbols, envelope, benchmark],
            async invocation =>
            {
                PortfolioMember against = new();
                if (invocation.Get(benchmark) is { } named && !MemberArgument.TryParse(named, out against))
                {
                    throw new UsageException($"--benchmark does not know '{named}'; write ID or ID@timeframe.");
                }

                PortfolioMember[] given = members.Read(invocation);
                if (given.Length == 0 && !strategy.IsNamed(invocation))
                {
                    throw new UsageException("give at least one instrument, or a --configuration that has them.");
                }

                BacktestSpec spec = new()
                {
                    Strategy = strategy.Read(invocation),
                    Members = { given },
                    Interval = times.Read(invocation),
                    Settings = trading.Read(invocation),
                    IntrabarEnvelope = invocation.Get(envelope),
                    Benchmark = against.InstrumentId.Length > 0 ? against : null,
                };
                account.Read(invocation, spec);
                Backtest backtest = await RunAsync(invocation, spec).ConfigureAwait(false);
                await ShowAsync(invocation, backtest).ConfigureAwait(false);
            });
    }

    private static Command BuildList(CommandHost host)
    {
        Option<int> limit = ListOptions.Limit(20);
        return host.Command("list", "Lists backtests, newest first.", [limit], async invocation =>
        {
            List<Backtest> backtests = await invocation.Client.EnumerateBacktestsAsync(null, invocation.CancellationToken)
                .TakeAsync(invocation.Get(limit), invocation.CancellationToken).ConfigureAwait(false);
            invocation.Terminal.Json(backtests);
            ResultTable table = new("Backtest", "Strategy", "First", "Last", ">Return", ">Sharpe", ">Drawdown", ">Trades", "Lineage", "");
            foreach (Backtest backtest in backtests)
            {
                PerformanceMetrics metrics = backtest.Metrics ?? new PerformanceMetrics();
                table.Row(
                    backtest.Id,
                    backtest.Spec?.Strategy?.StrategyId ?? Wording.Absent,
                    Wording.Time(backtest.FirstTime),
                    Wording.Time(backtest.LastTime),
                    Wording.Percent(metrics.TotalReturnFraction),
                    Wording.Number(metrics.HasSharpeRatio ? metrics.SharpeRatio : null, 2),
                    Wording.Percent(metrics.MaxDrawdownFraction),
                    Wording.Count(metrics.TradeCount),
                    Wording.ShortHash(backtest.Lineage?.Id),
                    Wording.Label(backtest.Simulated));
            }

            table.WriteTo(invocation.Terminal, "No backtests; run one with 'tradewind backtest run'.");
        });
    }

    private static Command BuildShow(CommandHost host)
    {
        Argument<string> id = ListOptions.Backtest();
        return host.Command("show", "Shows a backtest with its metrics and equity.", [id], async invocation =>
            await ShowAsync(invocation, await GetAsync(invocation, invocation.Get(id)).ConfigureAwait(false)).ConfigureAwait(false));
    }

    private static async Task ShowAsync(Invocation invocation, Backtest backtest)
    {
        if (invocation.Terminal.IsJson)
        {
            invocation.Terminal.Json(backtest);
            return;
        }

        ColumnTable equity = await invocation.Client.ReadBacktestEquityAsync(backtest.Id, invocation.CancellationToken).ConfigureAwait(false);
        BacktestView.Write(invocation.Terminal, backtest, equity);
    }

    private static Command BuildTrades(CommandHost host)
    {
        Argument<string> id = ListOptions.Backtest();
        Option<int> limit = ListOptions.Limit(50);
        return host.Command("trades", "Lists the round trips of a backtest.", [id, limit], async invocation =>
        {
            ListBacktestTradesRequest request = new() { BacktestId = invocation.Get(id), PageSize = ListOptions.LargestPage };
            List<Trade> trades = await invocation.Client.EnumerateBacktestTradesAsync(request, invocation.CancellationToken)
                .TakeAsync(invocation.Get(limit), invocation.CancellationToken).ConfigureAwait(false);
            invocation.Terminal.Json(trades);
            SimulationNotice.Write(invocation.Terminal, (await GetAsync(invocation, request.BacktestId).ConfigureAwait(false)).Simulated);
            ResultTable table = new("Instrument", "Side", ">Quantity", "Entry", "Exit", ">Entry price", ">Exit price", ">Costs", ">P&L", ">Return", ">Bars");
            foreach (Trade trade in trades)
            {
                table.Row(
                    trade.InstrumentId,
                    Wording.Of(trade.Side),
                    trade.Quantity,
                    Wording.Time(trade.EntryTime),
                    Wording.Time(trade.ExitTime),
                    Wording.Money(trade.EntryPrice),
                    Wording.Money(trade.ExitPrice),
                    Wording.Money(trade.Costs),
                    Wording.Money(trade.Pnl),
                    Wording.Percent(trade.HasReturnFraction ? trade.ReturnFraction : null),
                    Wording.Count(trade.BarCount));
            }

            table.WriteTo(invocation.Terminal, "No trades.");
        });
    }

    private static Command BuildDays(CommandHost host)
    {
        Argument<string> id = ListOptions.Backtest();
        Option<FileInfo?> csv = ListOptions.Csv();
        return host.Command("days", "Shows what a portfolio of buckets held and risked on its last days; --csv writes all of them.", [id, csv], async invocation =>
        {
            ColumnTable days = await invocation.Client.ReadBacktestDaysAsync(invocation.Get(id), invocation.CancellationToken).ConfigureAwait(false);
            if (invocation.Get(csv) is { } file)
            {
                await CsvFile.WriteAsync(file, days, invocation.CancellationToken).ConfigureAwait(false);
                CsvView.Written(invocation.Terminal, file, days);
                return;
            }

            string[] shown = ["gross", "net", "beta", "leverage", "average_correlation", "drawdown", "expected_volatility"];
            ResultTable table = new(["Day", .. shown.Select(name => $">{name}")]);
            for (int row = Math.Max(0, days.RowCount - 20); row < days.RowCount; row++)
            {
                table.Row([Wording.Time(days.Times[row]), .. shown.Select(name => Wording.Number(days[name][row], 3))]);
            }

            table.WriteTo(invocation.Terminal, "No days.");
        });
    }

    private static Command BuildVerify(CommandHost host)
    {
        Argument<string> id = ListOptions.Backtest();
        return host.Command("verify", "Runs a backtest again and compares, bit for bit.", [id], async invocation =>
        {
            VerifyBacktestRequest request = new() { BacktestId = invocation.Get(id) };
            VerifyBacktestResponse response = await invocation.Terminal.TrackAsync(
                "Verifying", _ => invocation.CallAsync(invocation.Client.Backtests.VerifyBacktestAsync, request)).ConfigureAwait(false);
            invocation.Terminal.Json(response);
            invocation.Terminal.Line(response.Identical
                ? $"Identical: ledger {response.StoredLedgerHash}"
                : $"DIFFERENT: stored {response.StoredLedgerHash}, recomputed {response.RecomputedLedgerHash}");
        });
    }
}
