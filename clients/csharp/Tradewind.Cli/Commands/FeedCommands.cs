using System.CommandLine;
using System.Globalization;
using Tradewind.Cli.Options;
using Tradewind.Cli.Output;
using Tradewind.Client;
using Tradewind.V1;

namespace Tradewind.Cli.Commands;

/// <summary><c>feeds</c>: replayed or simulated live markets.</summary>
internal static class FeedCommands
{
    public static Command Build(CommandHost host) => new("feeds", "Plays stored history or a simulated market as if it happened now.")
    {
        BuildStart(host),
        BuildList(host),
        BuildWatch(host),
        BuildStop(host),
    };

    public static Option<string> FeedOption() => new("--feed") { Description = "Id of the feed.", HelpName = "FEED", Required = true };

    public static Option<string[]> WarmUpOption() => new("--warm-up")
    {
        Description = "Stored instruments whose earlier history warms the indicators up; written as for portfolios.",
        HelpName = "ID",
        AllowMultipleArgumentsPerToken = true,
    };

    public static List<PortfolioMember> ReadWarmUp(Invocation invocation, Option<string[]> option)
    {
        List<PortfolioMember> members = [];
        foreach (string text in invocation.Get(option) ?? [])
        {
            members.Add(MemberArgument.TryParse(text, out PortfolioMember member)
                ? member
                : throw new UsageException($"--warm-up '{text}' is not an instrument; write ID, ID:field,field or ID@timeframe."));
        }

        return members;
    }

    private static Command BuildStart(CommandHost host)
    {
        MemberOptions members = new(ArgumentArity.ZeroOrMore);
        TimeOptions times = new();
        Option<bool> simulated = new("--simulated") { Description = "Play the simulator instead of stored history." };
        Option<double> speed = new("--steps-per-second") { Description = "Market time steps a second; 0: as fast as possible.", HelpName = "N" };
        Option<long> seed = SimulateCommand.Seed();
        Option<int> skip = new("--skip-rows") { Description = "Simulator rows to skip: the rows loaded before, to continue them.", HelpName = "N" };
        Option<int?> rows = new("--rows") { Description = "Simulator rows to play (default 250).", HelpName = "N" };
        SimulatedMarketOptions market = new();
        ConnectorOptionSet connector = new();
        return host.Command(
            "start", "Starts a feed: stored history replayed, the simulator, or live bars of a connector.",
            [.. members.Symbols, times.From, times.To, speed, simulated, seed, skip, rows, .. connector.FeedSymbols, .. market.Symbols], async invocation =>
            {
                PortfolioMember[] replayed = members.Read(invocation);
                bool simulate = invocation.Get(simulated);
                bool connected = connector.IsGiven(invocation);
                if ((simulate ? 1 : 0) + (connected ? 1 : 0) + (replayed.Length > 0 ? 1 : 0) != 1)
                {
                    throw new UsageException("name the instruments to replay, or give --simulated, or --connector.");
                }

                StartFeedRequest request = connected
                    ? new StartFeedRequest { Connector = connector.ReadFeed(invocation, market.Timeframe(invocation), invocation.Get(times.From)) }
                    : simulate
                    ? new StartFeedRequest { Simulation = Simulation(invocation.Get(seed), invocation.Get(skip), invocation.Get(rows), invocation.Get(speed), market.Read(invocation)) }
                    : new StartFeedRequest
                    {
                        Replay = new ReplayFeed { Members = { replayed }, Interval = times.Read(invocation), StepsPerSecond = invocation.Get(speed) },
                    };
                Feed feed = (await invocation.CallAsync(invocation.Client.Data.StartFeedAsync, request).ConfigureAwait(false)).Feed;
                invocation.Terminal.Json(feed);
                invocation.Terminal.Line($"Feed {feed.Id} is {Wording.Of(feed.State)} {Wording.Label(feed.Simulated)}".TrimEnd());
                invocation.Terminal.Line($"Watch it: tradewind feeds watch {feed.Id}");
            });
    }

    private static SimulatedFeed Simulation(long seed, int skip, int? rows, double speed, SimulatedMarket? market)
    {
        SimulatedFeed simulation = new() { Seed = seed, SkipRowCount = skip, StepsPerSecond = speed, Market = market };
        if (rows is { } count)
        {
            simulation.RowCount = count;
        }

        return simulation;
    }

    private static Command BuildList(CommandHost host)
    {
        Option<int> limit = ListOptions.Limit(20);
        return host.Command("list", "Lists feeds, newest first.", [limit], async invocation =>
        {
            List<Feed> feeds = await invocation.Client.EnumerateFeedsAsync(null, invocation.CancellationToken)
                .TakeAsync(invocation.Get(limit), invocation.CancellationToken).ConfigureAwait(false);
            invocation.Terminal.Json(feeds);
            ResultTable table = new("Feed", "Kind", "State", ">Events", "Last event", "Instruments", "");
            foreach (Feed feed in feeds)
            {
                table.Row(
                    feed.Id,
                    feed.KindCase.ToString().ToLowerInvariant(),
                    Wording.Of(feed.State),
                    Wording.Count(feed.LastSequence),
                    Wording.Time(feed.LastEventTime),
                    string.Join(", ", feed.InstrumentIds),
                    Wording.Label(feed.Simulated));
            }

            table.WriteTo(invocation.Terminal, "No feeds; start one with 'tradewind feeds start'.");
        });
    }

    private static Command BuildWatch(CommandHost host)
    {
        Argument<string> id = FeedId();
        Option<string?> cursor = ListOptions.Cursor();
        Option<string[]> instruments = new("--instrument") { Description = "Only this instrument; may be repeated.", HelpName = "ID" };
        Option<string?> timeframe = new("--timeframe") { Description = "Bars of this length, built from the feed's, like 5m, 1h or 1d.", HelpName = "LENGTH" };
        Option<bool> partial = new("--partial") { Description = "Bars under way too, as often as they change." };
        Option<bool> conflate = new("--conflate") { Description = "When falling behind, only the newest bar of each instrument." };
        return host.Command("watch", "Follows a feed to its end.", [id, cursor, instruments, timeframe, partial, conflate], async invocation =>
        {
            StreamBarsRequest request = new()
            {
                FeedId = invocation.Get(id),
                Cursor = invocation.Get(cursor) ?? "",
                InstrumentIds = { invocation.Get(instruments) ?? [] },
                Timeframe = invocation.Get(timeframe) ?? "",
                IncludePartial = invocation.Get(partial),
                Delivery = invocation.Get(conflate) ? BarDelivery.Conflated : BarDelivery.EveryEvent,
            };
            IAsyncEnumerable<StreamBarsResponse> messages = invocation.Client.StreamBarsAsync(request, invocation.CancellationToken);
            await foreach (StreamBarsResponse message in messages.ConfigureAwait(false))
            {
                invocation.Terminal.Json(message);
                invocation.Terminal.Line($"{Describe(message)}{Behind(message)} {Wording.Label(message.Simulated)}".TrimEnd());
            }
        });
    }

    private static string Describe(StreamBarsResponse message) => message.EventCase switch
    {
        StreamBarsResponse.EventOneofCase.Bar =>
            $"{message.Sequence,6}  {Wording.Time(message.EventTime)}  {message.Bar.InstrumentId}  close {Wording.Value(message.Bar.Bar.HasClose ? message.Bar.Bar.Close : null)}  " +
            $"volume {Wording.Value(message.Bar.Bar.HasVolume ? message.Bar.Bar.Volume : null)}{(message.Bar.IsFinal ? "" : "  (under way)")}",
        StreamBarsResponse.EventOneofCase.Observation =>
            $"{message.Sequence,6}  {Wording.Time(message.EventTime)}  {message.Observation.InstrumentId}  {message.Observation.Field} {Wording.Value(message.Observation.Value)}",
        StreamBarsResponse.EventOneofCase.Gap => Describe(message.Sequence, message.Gap),
        StreamBarsResponse.EventOneofCase.FeedEnd =>
            $"The feed has {Wording.Of(message.FeedEnd.State)}; continue after it with --cursor {message.Cursor}",
        _ => $"{message.Sequence,6}  (an event this version does not know)",
    };

    private static string Behind(StreamBarsResponse message) => message.ConflatedCount == 0 && message.LagEventCount == 0
        ? ""
        : string.Create(
            CultureInfo.InvariantCulture,
            $"  (stands for {message.ConflatedCount} earlier; {message.LagEventCount} events, {message.Lag.ToTimeSpan():c} behind)");

    private static string Describe(long sequence, FeedGap gap) => $"{sequence,6}  {Describe(gap)}";

    /// <summary>A gap in words.</summary>
    public static string Describe(FeedGap gap) => gap.Kind switch
    {
        GapKind.Lost => $"{gap.InstrumentId} was lost{(gap.FirstMissingTime is null ? "" : $"; bars are missing from {Wording.Time(gap.FirstMissingTime)}")}. {gap.Message}",
        GapKind.Filled => $"{gap.InstrumentId} is back; what was missed has been sent.",
        _ => $"{gap.InstrumentId} is back, but what was missed could not be fetched. {gap.Message}",
    };

    private static Command BuildStop(CommandHost host)
    {
        Argument<string> id = FeedId();
        return host.Command("stop", "Ends a feed; its events stay readable.", [id], async invocation =>
        {
            Feed feed = (await invocation.CallAsync(
                invocation.Client.Data.StopFeedAsync, new StopFeedRequest { FeedId = invocation.Get(id) }).ConfigureAwait(false)).Feed;
            invocation.Terminal.Json(feed);
            invocation.Terminal.Line($"Feed {feed.Id} has {Wording.Of(feed.State)} after {Wording.Count(feed.LastSequence)} events.");
        });
    }

    private static Argument<string> FeedId() => ListOptions.Id("FEED", "Id of the feed.");
}
