using System.CommandLine;
using Grpc.Core;
using Tradewind.Cli.Options;
using Tradewind.Cli.Output;
using Tradewind.Client;
using Tradewind.V1;

namespace Tradewind.Cli.Commands;

/// <summary><c>signals</c>: over history and live.</summary>
internal static class SignalCommands
{
    public static Command Build(CommandHost host) => new("signals", "Generates signals over history and follows live ones.")
    {
        BuildGenerate(host),
        BuildStart(host),
        BuildStream(host),
        BuildList(host),
        BuildStop(host),
    };

    private static Command BuildGenerate(CommandHost host)
    {
        MemberOptions members = new();
        StrategyOptions strategy = new(required: true);
        TimeOptions times = new();
        return host.Command(
            "generate", "Runs a strategy over stored history.", [.. members.Symbols, .. strategy.Symbols, times.From, times.To], async invocation =>
            {
                GenerateSignalsRequest request = new()
                {
                    Strategy = strategy.Read(invocation),
                    Members = { members.Read(invocation) },
                    Interval = times.Read(invocation),
                };
                HashSet<string> simulated =
                    await SimulationNotice.AmongAsync(invocation, request.Members.Select(member => member.InstrumentId)).ConfigureAwait(false);
                using AsyncServerStreamingCall<GenerateSignalsResponse> call =
                    invocation.Client.Signals.GenerateSignals(request, cancellationToken: invocation.CancellationToken);
                long count = 0;
                await foreach (GenerateSignalsResponse message in call.ResponseStream.ReadAllAsync(invocation.CancellationToken).ConfigureAwait(false))
                {
                    count = message.Sequence;
                    invocation.Terminal.Json(message);
                    SignalView.Write(invocation.Terminal, message.Sequence, message.Signal, simulated.Contains(message.Signal.InstrumentId));
                }

                invocation.Terminal.Line($"{Wording.Count(count, "signal")}.");
            });
    }

    private static Command BuildStart(CommandHost host)
    {
        StrategyOptions strategy = new(required: true);
        Option<string> feed = FeedCommands.FeedOption();
        Option<string[]> warmUp = FeedCommands.WarmUpOption();
        return host.Command("start", "Runs a strategy on a live feed.", [feed, .. strategy.Symbols, warmUp], async invocation =>
        {
            StartSignalStreamRequest request = new()
            {
                FeedId = invocation.Get(feed)!,
                Strategy = strategy.Read(invocation),
                WarmUp = { FeedCommands.ReadWarmUp(invocation, warmUp) },
            };
            SignalStream stream =
                (await invocation.CallAsync(invocation.Client.Signals.StartSignalStreamAsync, request).ConfigureAwait(false)).SignalStream;
            invocation.Terminal.Json(stream);
            invocation.Terminal.Line($"Signal stream {stream.Id} is {Wording.Of(stream.State)} {Wording.Label(stream.Simulated)}".TrimEnd());
            invocation.Terminal.Line($"Follow it: tradewind signals stream {stream.Id}");
        });
    }

    private static Command BuildStream(CommandHost host)
    {
        Argument<string> id = StreamId();
        Option<string?> cursor = ListOptions.Cursor();
        return host.Command("stream", "Follows a signal stream to its end.", [id, cursor], async invocation =>
        {
            IAsyncEnumerable<SubscribeSignalsResponse> messages =
                invocation.Client.SubscribeSignalsAsync(invocation.Get(id), invocation.Get(cursor), invocation.CancellationToken);
            await foreach (SubscribeSignalsResponse message in messages.ConfigureAwait(false))
            {
                invocation.Terminal.Json(message);
                if (message.Signal is { } signal)
                {
                    SignalView.Write(invocation.Terminal, message.Sequence, signal, message.Simulated);
                }
                else if (message.End is { } end)
                {
                    invocation.Terminal.Line($"The stream has {Wording.Of(end.State)}; continue after it with --cursor {message.Cursor}");
                }
            }
        });
    }

    private static Command BuildList(CommandHost host)
    {
        Option<int> limit = ListOptions.Limit(20);
        return host.Command("list", "Lists signal streams, newest first.", [limit], async invocation =>
        {
            List<SignalStream> streams = await invocation.Client.EnumerateSignalStreamsAsync(null, invocation.CancellationToken)
                .TakeAsync(invocation.Get(limit), invocation.CancellationToken).ConfigureAwait(false);
            invocation.Terminal.Json(streams);
            ResultTable table = new("Stream", "Feed", "Strategy", "State", ">Signals", "Created", "");
            foreach (SignalStream stream in streams)
            {
                table.Row(
                    stream.Id,
                    stream.FeedId,
                    stream.Strategy?.StrategyId ?? Wording.Absent,
                    Wording.Of(stream.State),
                    Wording.Count(stream.LastSequence),
                    Wording.Time(stream.CreateTime),
                    Wording.Label(stream.Simulated));
            }

            table.WriteTo(invocation.Terminal, "No signal streams; start one with 'tradewind signals start'.");
        });
    }

    private static Command BuildStop(CommandHost host)
    {
        Argument<string> id = StreamId();
        return host.Command("stop", "Ends a signal stream; its signals stay readable.", [id], async invocation =>
        {
            StopSignalStreamRequest request = new() { SignalStreamId = invocation.Get(id) };
            SignalStream stream =
                (await invocation.CallAsync(invocation.Client.Signals.StopSignalStreamAsync, request).ConfigureAwait(false)).SignalStream;
            invocation.Terminal.Json(stream);
            invocation.Terminal.Line($"Signal stream {stream.Id} has {Wording.Of(stream.State)} with {Wording.Count(stream.LastSequence, "signal")}.");
        });
    }

    private static Argument<string> StreamId() => ListOptions.Id("STREAM", "Id of the signal stream.");
}
