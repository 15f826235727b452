using System.Text.RegularExpressions;
using Grpc.Core;
using Tradewind.Domain.Engine.Backtest;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Strategies;
using Tradewind.Server.Backtests;
using Tradewind.Server.Mapping;
using Tradewind.V1;

namespace Tradewind.Server.Remote;

/// <summary>Backtests strategies that run in a client: the engine on a thread of its own, the steps over the call.</summary>
internal sealed partial class RemoteBacktests(BacktestSpecReader specs, BacktestKeeper keeper)
{
    /// <summary>What ids of strategies begin with that run elsewhere.</summary>
    public const string IdPrefix = "remote:";

    private const int LargestBatch = 100_000;
    private const double DefaultDeadline = 60;
    private const double LargestDeadline = 3600;

    /// <summary>Runs one backtest to its end.</summary>
    public async Task RunAsync(
        IAsyncStreamReader<RunRemoteBacktestRequest> requests, IServerStreamWriter<RunRemoteBacktestResponse> responses, CancellationToken cancellation)
    {
        RemoteStrategyStart start = await requests.MoveNext(cancellation).ConfigureAwait(false) && requests.Current.Start is { } first
            ? first
            : throw new InvalidInputException("FIELD_REQUIRED", "start", "is required: the first message says what to run.");
        (int batch, TimeSpan deadline) = Check(start);
        BacktestSpec spec = SpecOf(start);
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using RemoteExchange exchange = new(ending.Token);
        BacktestRequest run = await specs.ReadDataAsync(spec, Descriptor(start, batch, spec, exchange), "start", cancellation).ConfigureAwait(false);
        await responses.WriteAsync(new RunRemoteBacktestResponse { Begun = Begun(run) }, cancellation).ConfigureAwait(false);

        // The engine waits for answers, which would keep a thread of the pool from others.
        Task<BacktestResult> work = Task.Factory.StartNew(
            () =>
            {
                try
                {
                    return BacktestRunner.Run(run, progress: null, ending.Token);
                }
                finally
                {
                    exchange.Complete();
                }
            },
            ending.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            await ServeAsync(exchange, requests, responses, deadline, cancellation).ConfigureAwait(false);
            Backtest backtest = await keeper.KeepAsync(spec, run, await work.ConfigureAwait(false), cancellation).ConfigureAwait(false);
            await responses.WriteAsync(new RunRemoteBacktestResponse { Backtest = backtest }, cancellation).ConfigureAwait(false);
        }
        finally
        {
            // Whatever ended the call ends the engine too, before what it uses is disposed of.
            await ending.CancelAsync().ConfigureAwait(false);
            await Task.WhenAny(work).ConfigureAwait(false);
        }
    }

    private static async Task ServeAsync(
        RemoteExchange exchange, IAsyncStreamReader<RunRemoteBacktestRequest> requests, IServerStreamWriter<RunRemoteBacktestResponse> responses,
        TimeSpan deadline, CancellationToken cancellation)
    {
        await foreach (RemoteStep step in exchange.Steps.ReadAllAsync(cancellation).ConfigureAwait(false))
        {
            await responses.WriteAsync(new RunRemoteBacktestResponse { Step = step }, cancellation).ConfigureAwait(false);
            bool came = await NextAsync(requests, step.Step, deadline, cancellation).ConfigureAwait(false);
            if (!came)
            {
                throw new PreconditionException("REMOTE_STRATEGY_LEFT", $"The client ended its side of the call before it answered step {step.Step}.");
            }

            RemoteAnswer answer = requests.Current.Answer ?? throw new InvalidInputException("FIELD_REQUIRED", "answer", "is required: every step is answered.");
            exchange.Answer(answer.Step == step.Step
                ? answer
                : throw new InvalidInputException("STEP_MISMATCH", "answer.step", $"must be {step.Step}, the step that was sent, got {answer.Step}."));
        }
    }

    private static async Task<bool> NextAsync(
        IAsyncStreamReader<RunRemoteBacktestRequest> requests, long step, TimeSpan deadline, CancellationToken cancellation)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(deadline);
        try
        {
            return await requests.MoveNext(patience.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (patience.IsCancellationRequested && !cancellation.IsCancellationRequested && error is OperationCanceledException or RpcException)
        {
            throw new StepDeadlineException(step, deadline);
        }
    }

    private static (int Batch, TimeSpan Deadline) Check(RemoteStrategyStart start)
    {
        if (!NameForm().IsMatch(start.Name))
        {
            throw new InvalidInputException("NAME_INVALID", "start.name", $"must be small letters, digits and '_' and begin with a letter, got '{start.Name}'.");
        }

        if (start.BatchSize is < 0 or > LargestBatch)
        {
            throw new InvalidInputException("BATCH_INVALID", "start.batch_size", $"must be from 1 to {LargestBatch}, got {start.BatchSize}.");
        }

        return start.StepDeadlineSeconds is >= 0 and <= LargestDeadline
            ? (Math.Max(1, start.BatchSize), TimeSpan.FromSeconds(start.StepDeadlineSeconds == 0 ? DefaultDeadline : start.StepDeadlineSeconds))
            : throw new InvalidInputException(
                "DEADLINE_INVALID", "start.step_deadline_seconds", FormattableString.Invariant($"must be above 0 and at most {LargestDeadline}, got {start.StepDeadlineSeconds}."));
    }

    private static BacktestSpec SpecOf(RemoteStrategyStart start)
    {
        BacktestSpec spec = new()
        {
            Strategy = new StrategySpec { StrategyId = IdPrefix + start.Name, Parameters = { start.Parameters } },
            Members = { start.Members },
            Interval = start.Interval,
            Settings = start.Settings,
        };
        if (start.HasRiskFreeRate)
        {
            spec.RiskFreeRate = start.RiskFreeRate;
        }

        return spec;
    }

    // The parameters are what the client says they are. The batch is one of them: it decides when decisions are made.
    private static StrategyDescriptor Descriptor(RemoteStrategyStart start, int batch, BacktestSpec spec, RemoteExchange exchange)
    {
        long tradeFrom = Interval.Read(spec.Interval, "start.interval").From;
        return new StrategyDescriptor
        {
            Id = IdPrefix + start.Name,
            DisplayName = start.Name,
            Description = "Runs in a client.",
            Parameters =
            [
                .. start.Parameters.OrderBy(pair => pair.Key, StringComparer.Ordinal)
                    .Select(pair => new Domain.Strategies.StrategyParameter(pair.Key, ParameterKind.Text, pair.Value, "Declared by the client.")),
            ],
            CodeHash = FormattableString.Invariant($"remote {start.CodeVersion} batch {batch}"),
            Build = (_, universe, _) => new RemoteStrategy(start.Name, batch, tradeFrom, exchange, universe),
        };
    }

    private static RemoteStrategyBegun Begun(BacktestRequest run) => new()
    {
        Instruments =
        {
            run.Bars.Select(series => series.Instrument).OrderBy(instrument => instrument.Id, StringComparer.Ordinal).Select(instrument => new RemoteInstrument
            {
                InstrumentId = instrument.Id, LotSize = ProtoDecimal.Format(instrument.LotSize), Multiplier = ProtoDecimal.Format(instrument.Multiplier),
            }),
        },
        Fields = { run.Fields.SelectMany(series => series.Fields.Select(field => $"{series.Instrument.Id} {field}")).Order(StringComparer.Ordinal) },
    };

    [GeneratedRegex("^[a-z][a-z0-9_]{0,59}$")]
    private static partial Regex NameForm();
}
