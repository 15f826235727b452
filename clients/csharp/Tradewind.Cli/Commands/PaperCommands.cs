using System.CommandLine;
using Tradewind.Cli.Options;
using Tradewind.Cli.Output;
using Tradewind.Client;
using Tradewind.V1;

namespace Tradewind.Cli.Commands;

/// <summary><c>paper</c>: simulated trading on a live feed.</summary>
internal static class PaperCommands
{
    public static Command Build(CommandHost host) => new("paper", "Trades on paper on a live feed, on the engine that runs backtests.")
    {
        BuildStart(host),
        BuildList(host),
        BuildShow(host),
        PaperOrderCommands.BuildOrder(host),
        PaperOrderCommands.BuildCancel(host),
        PaperListCommands.BuildOrders(host),
        PaperListCommands.BuildFills(host),
        PaperListCommands.BuildPositions(host),
        PaperListCommands.BuildEvents(host),
        BuildStop(host),
        BuildReplay(host),
    };

    public static Argument<string> SessionId() => ListOptions.Id("SESSION", "Id of the session.");

    private static Command BuildStart(CommandHost host)
    {
        Option<string> feed = FeedCommands.FeedOption();
        Option<string[]> warmUp = FeedCommands.WarmUpOption();
        StrategyOptions strategy = new(required: false);
        TradingOptions trading = new();
        return host.Command(
            "start", "Starts a session, with a strategy or for manual orders.", [feed, .. strategy.Symbols, warmUp, .. trading.Symbols], async invocation =>
            {
                CreateSessionRequest request = new()
                {
                    FeedId = invocation.Get(feed)!,
                    Strategy = strategy.Read(invocation),
                    Settings = trading.Read(invocation),
                    WarmUp = { FeedCommands.ReadWarmUp(invocation, warmUp) },
                };
                Session session = (await invocation.CallAsync(invocation.Client.Paper.CreateSessionAsync, request).ConfigureAwait(false)).Session;
                invocation.Terminal.Json(session);
                Write(invocation.Terminal, session);
                invocation.Terminal.Line($"Follow it: tradewind paper events {session.Id}");
            });
    }

    private static Command BuildList(CommandHost host)
    {
        Option<int> limit = ListOptions.Limit(20);
        return host.Command("list", "Lists sessions, newest first.", [limit], async invocation =>
        {
            List<Session> sessions = await invocation.Client.EnumerateSessionsAsync(null, invocation.CancellationToken)
                .TakeAsync(invocation.Get(limit), invocation.CancellationToken).ConfigureAwait(false);
            invocation.Terminal.Json(sessions);
            ResultTable table = new("Session", "Feed", "Strategy", "State", "Market time", ">Equity", ">Orders", ">Fills", "");
            foreach (Session session in sessions)
            {
                table.Row(
                    session.Id,
                    session.FeedId,
                    session.Strategy?.StrategyId ?? session.Program?.Name ?? "manual",
                    Wording.Of(session.State),
                    Wording.Time(session.MarketTime),
                    Wording.Number(session.HasEquity ? session.Equity : null, 2),
                    Wording.Count(session.OrderCount),
                    Wording.Count(session.FillCount),
                    Wording.Label(session.Simulated));
            }

            table.WriteTo(invocation.Terminal, "No sessions; start one with 'tradewind paper start'.");
        });
    }

    private static Command BuildShow(CommandHost host)
    {
        Argument<string> id = SessionId();
        return host.Command("show", "Shows a session and its account.", [id], async invocation =>
        {
            GetSessionRequest request = new() { SessionId = invocation.Get(id) };
            Session session = (await invocation.CallAsync(invocation.Client.Paper.GetSessionAsync, request).ConfigureAwait(false)).Session;
            invocation.Terminal.Json(session);
            Write(invocation.Terminal, session);
        });
    }

    private static Command BuildStop(CommandHost host)
    {
        Argument<string> id = SessionId();
        return host.Command("stop", "Ends a session: open orders are cancelled.", [id], async invocation =>
        {
            StopSessionRequest request = new() { SessionId = invocation.Get(id) };
            Session session = (await invocation.CallAsync(invocation.Client.Paper.StopSessionAsync, request).ConfigureAwait(false)).Session;
            invocation.Terminal.Json(session);
            Write(invocation.Terminal, session);
        });
    }

    private static Command BuildReplay(CommandHost host)
    {
        Argument<string> id = SessionId();
        return host.Command("replay", "Runs the recorded inputs through the backtester and compares.", [id], async invocation =>
        {
            ReplaySessionRequest request = new() { SessionId = invocation.Get(id) };
            ReplaySessionResponse response = await invocation.Terminal.TrackAsync(
                "Replaying", _ => invocation.CallAsync(invocation.Client.Paper.ReplaySessionAsync, request)).ConfigureAwait(false);
            invocation.Terminal.Json(response);
            invocation.Terminal.Line(response.Identical
                ? $"Identical: {Wording.Count(response.InputCount)} inputs give ledger {response.RecordedLedgerHash}"
                : $"DIFFERENT: recorded {response.RecordedLedgerHash}, replayed {response.ReplayedLedgerHash}");
            WarningView.Write(invocation.Terminal, response.Differences);
        });
    }

    private static void Write(Terminal terminal, Session session)
    {
        terminal.Line($"Session {session.Id} is {Wording.Of(session.State)} on feed {session.FeedId} {Wording.Label(session.Simulated)}".TrimEnd());
        terminal.Line(
            $"Strategy {session.Strategy?.StrategyId ?? (session.Program is { } program ? $"{program.Name}, a program outside of the server" : "none, manual orders")}; market time {Wording.Time(session.MarketTime)}; " +
            $"{Wording.Count(session.OrderCount, "order")}, {Wording.Count(session.FillCount, "fill")}");
        terminal.Line(
            $"Cash {Wording.Money(session.Cash)}, equity {Wording.Number(session.HasEquity ? session.Equity : null, 2)}, " +
            $"costs {Wording.Money(session.Costs?.CashCosts ?? string.Empty)}{BacktestView.Financing(session.Costs)}; ledger {Wording.ShortHash(session.LedgerHash)}");
        if (session.ProgramStatus is { } status)
        {
            terminal.Line(
                $"Program {Wording.Of(status.State)} after {Wording.Count(status.StepCount)} steps" +
                $"{(status.WaitingTime is null ? "" : $", asked at {Wording.Time(status.WaitingTime)}")}{(status.LeftReason.Length == 0 ? "" : $": {status.LeftReason}")}");
        }

        if (session.MarginCalls.Count > 0 || session.Rolls.Count > 0)
        {
            terminal.Line($"{Wording.Count(session.MarginCalls.Count)} margin calls, {Wording.Count(session.Rolls.Count)} contract rolls");
        }

        if (session.Failure.Length > 0)
        {
            WarningView.Write(terminal, [session.Failure]);
        }
    }
}
