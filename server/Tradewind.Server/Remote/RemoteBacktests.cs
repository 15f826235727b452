using Grpc.Core;
using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Backtest;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Strategies;
using Tradewind.Server.Backtests;
using Tradewind.Server.Mapping;
using Tradewind.V1;

namespace Tradewind.Server.Remote;

/// <summary>Backtests strategies that run in a client: the engine on a thread of its own, the steps over the call.</summary>
internal sealed class RemoteBacktests(BacktestSpecReader specs, BacktestKeeper keeper)
{
    /// <summary>What ids of strategies begin with that run elsewhere.</summary>
    public const string IdPrefix = "remote:";

    /// <summary>Runs one backtest to its end.</summary>
    public async Task RunAsync(
        IAsyncStreamReader<RunRemoteBacktestRequest> requests, IServerStreamWriter<RunRemoteBacktestResponse> responses, CancellationToken cancellation)
    {
        RemoteStrategyStart start = await requests.MoveNext(cancellation).ConfigureAwait(false) && requests.Current.Start is { } first
            ? first
            : throw new InvalidInputException("FIELD_REQUIRED", "start", "is required: the first message says what to run.");
        (int batch, TimeSpan deadline) = RemoteTerms.Check(start.Name, start.BatchSize, start.StepDeadlineSeconds, "start");
        BacktestSpec spec = SpecOf(start);
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using RemoteExchange exchange = new(Interval.Read(spec.Interval, "start.interval").From, ending.Token);
        BacktestRequest run = await specs.ReadDataAsync(spec, Descriptor(start, batch, exchange), "start", cancellation).ConfigureAwait(false);
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
            exchange.Answer(await RemoteTerms.ReadAnswerAsync(requests, request => request.Answer, step.Step, deadline, cancellation).ConfigureAwait(false));
        }
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
    private static StrategyDescriptor Descriptor(RemoteStrategyStart start, int batch, RemoteExchange exchange)
    {
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
            Build = (_, universe, _) => new RemoteStrategy(start.Name, batch, exchange, universe),
        };
    }

    private static RemoteStrategyBegun Begun(BacktestRequest run) => RemoteTerms.Begun(
        run.Bars.Select(series => series.Instrument), run.Fields.SelectMany(series => series.Fields.Select(field => new FieldKey(series.Instrument.Id, field))));
}
