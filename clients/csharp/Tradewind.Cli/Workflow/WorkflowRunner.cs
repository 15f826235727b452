using System.Diagnostics;
using Tradewind.Cli.Commands;
using Tradewind.Cli.Output;
using Tradewind.Client;
using Tradewind.V1;

namespace Tradewind.Cli.Workflow;

/// <summary>Does the main job step by step; each step only needs what the API returned before.</summary>
internal sealed class WorkflowRunner(Invocation invocation, WorkflowInputs inputs)
{
    private const int Horizon = 5;
    private const int LiveRows = 250;
    private readonly TradewindClient _client = invocation.Client;
    private readonly CancellationToken _cancellationToken = invocation.CancellationToken;

    private readonly WorkflowResult _result = new()
    {
        Server = invocation.Client.Address,
        Started = DateTimeOffset.UtcNow,
        Simulated = inputs.Simulated,
    };

    private WorkflowPortfolio Portfolio => _result.Portfolio!;

    /// <summary>First and last label at which every loaded instrument has a value.</summary>
    private TimeInterval Overlap => new()
    {
        StartTime = _result.Alignment!.OverlapFirstTime,
        EndTime = UnixNanoseconds.ToTimestamp(UnixNanoseconds.FromTimestamp(_result.Alignment.OverlapLastTime) + 1),
    };

    private StrategySpec LiveStrategy => Portfolio.RegimeStrategy ?? new StrategySpec { StrategyId = "ma_crossover" };

    /// <summary>Runs all steps, printing each as it ends.</summary>
    public async Task<WorkflowResult> RunAsync()
    {
        WorkflowPage page = new(invocation.Terminal, _result);
        page.Title();
        await StepAsync("load", LoadAsync, page.Load).ConfigureAwait(false);
        await StepAsync("quality", ReadQualityAsync, page.Quality).ConfigureAwait(false);
        await StepAsync("align", AlignAsync, page.Alignment).ConfigureAwait(false);
        await StepAsync("features", ComputeFeaturesAsync, page.Features).ConfigureAwait(false);
        await StepAsync("training", TrainAsync, page.Training).ConfigureAwait(false);
        await StepAsync("backtest", BacktestAsync, page.Backtests).ConfigureAwait(false);
        await StepAsync("live", StartLiveAsync, page.Feed).ConfigureAwait(false);
        await StepAsync("signals", ReceiveSignalsAsync, page.Signals).ConfigureAwait(false);
        await StepAsync("paper", FinishSessionAsync, page.Paper).ConfigureAwait(false);
        page.End();
        return _result;
    }

    private async Task StepAsync(string name, Func<Task> work, Action print)
    {
        long started = Stopwatch.GetTimestamp();
        await work().ConfigureAwait(false);
        _result.Seconds.Add((name, Math.Round(Stopwatch.GetElapsedTime(started).TotalSeconds, 3)));
        print();
    }

    private async Task LoadAsync()
    {
        if (inputs.Simulated)
        {
            LoadReport report = await SimulateCommand.LoadAsync(invocation, inputs.Seed, inputs.Rows).ConfigureAwait(false);
            _result.Sources.Add(new LoadedSource("simulator", null, report));
        }

        foreach ((FileInfo file, bool crypto) in inputs.Crypto.Select(file => (file, true)).Concat(inputs.Credit.Select(file => (file, false))))
        {
            LoadReport report = await LoadCommand.SendAsync(invocation, file, new LoadOptions(), validateOnly: false).ConfigureAwait(false);
            _result.Sources.Add(new LoadedSource(file.Name, crypto, report));
        }

        _result.Portfolio = new WorkflowPortfolio(_result.Sources);
    }

    private async Task ReadQualityAsync()
    {
        foreach (PortfolioMember member in Portfolio.Everything)
        {
            GetQualityReportRequest request = new() { InstrumentId = member.InstrumentId, Timeframe = member.Timeframe };
            _result.Quality.Add((await invocation.CallAsync(_client.Data.GetQualityReportAsync, request).ConfigureAwait(false)).Report);
        }
    }

    private async Task AlignAsync()
    {
        AlignPortfolioRequest request = new() { Portfolio = Spec(Portfolio.Everything, AlignmentCalendar.Union), ReportOnly = true };
        (AlignmentReport report, _) = await _client.AlignPortfolioAsync(request, _cancellationToken).ConfigureAwait(false);
        if (report.OverlapFirstTime is null || report.OverlapLastTime is null || report.OverlapFirstTime.CompareTo(report.OverlapLastTime) > 0)
        {
            throw new WorkflowException("The loaded instruments have no time in common; load files whose periods overlap.");
        }

        _result.Alignment = report;
    }

    private async Task ComputeFeaturesAsync()
    {
        ComputeFeaturesRequest request = new() { Portfolio = StudySpec(), ReportOnly = true };
        (_result.Features, _) = await invocation.Terminal.TrackAsync(
            "Computing features", _ => _client.ComputeFeaturesAsync(request, _cancellationToken)).ConfigureAwait(false);
    }

    private async Task TrainAsync() => _result.Model = await TrainCommand.TrainAsync(invocation, new TrainModelRequest
    {
        Portfolio = StudySpec(),
        Training = new TrainingSpec
        {
            TargetColumn = Portfolio.TargetColumn,
            Horizons = { Horizon },
            TargetMode = TargetMode.Return,
            ModelType = "XGBoost",
            ModelParameters = { ["n_estimators"] = 200, ["max_depth"] = 4, ["learning_rate"] = 0.05 },
            Folds = 5,
        },
    }).ConfigureAwait(false);

    private async Task BacktestAsync()
    {
        if (Portfolio.RegimeStrategy is not null)
        {
            (_result.Regime, _result.RegimeEquity) = await BacktestAsync(LiveStrategy, Portfolio.Traded).ConfigureAwait(false);
        }

        (_result.Crossover, _result.CrossoverEquity) =
            await BacktestAsync(new StrategySpec { StrategyId = "ma_crossover" }, [Portfolio.First]).ConfigureAwait(false);
    }

    private async Task<(Backtest Backtest, ColumnTable Equity)> BacktestAsync(StrategySpec strategy, IEnumerable<PortfolioMember> members)
    {
        BacktestSpec spec = new() { Strategy = strategy, Members = { members }, Interval = Overlap };
        Backtest backtest = await BacktestCommands.RunAsync(invocation, spec).ConfigureAwait(false);
        return (backtest, await _client.ReadBacktestEquityAsync(backtest.Id, _cancellationToken).ConfigureAwait(false));
    }

    private async Task StartLiveAsync()
    {
        StartFeedRequest feed = inputs.Simulated
            ? new StartFeedRequest
            {
                Simulation = new SimulatedFeed { Seed = inputs.Seed, SkipRowCount = inputs.Rows, RowCount = LiveRows },
            }
            : new StartFeedRequest { Replay = await ReplayOfTheEndAsync().ConfigureAwait(false) };
        _result.Feed = (await invocation.CallAsync(_client.Data.StartFeedAsync, feed).ConfigureAwait(false)).Feed;

        StartSignalStreamRequest stream = new() { FeedId = _result.Feed.Id, Strategy = LiveStrategy, WarmUp = { Portfolio.Traded } };
        _result.SignalStream = (await invocation.CallAsync(_client.Signals.StartSignalStreamAsync, stream).ConfigureAwait(false)).SignalStream;

        CreateSessionRequest session = new() { FeedId = _result.Feed.Id, Strategy = LiveStrategy, WarmUp = { Portfolio.Traded } };
        _result.Session = (await invocation.CallAsync(_client.Paper.CreateSessionAsync, session).ConfigureAwait(false)).Session;
    }

    /// <summary>The last rows of the overlap.</summary>
    private async Task<ReplayFeed> ReplayOfTheEndAsync()
    {
        ReadColumnsRequest request = new() { InstrumentId = Portfolio.First.InstrumentId, Timeframe = Portfolio.Timeframe, Interval = Overlap };
        long[] labels = (await _client.ReadColumnsAsync(request, _cancellationToken).ConfigureAwait(false)).Times;
        if (labels.Length < 2)
        {
            throw new WorkflowException("The loaded instruments have too few rows in common to replay.");
        }

        return new ReplayFeed
        {
            Members = { Portfolio.Traded },
            Interval = new TimeInterval
            {
                StartTime = UnixNanoseconds.ToTimestamp(labels[Math.Max(0, labels.Length - LiveRows)]),
                EndTime = UnixNanoseconds.ToTimestamp(labels[^1] + 1),
            },
        };
    }

    private async Task ReceiveSignalsAsync()
    {
        await foreach (SubscribeSignalsResponse message in
            _client.SubscribeSignalsAsync(_result.SignalStream!.Id, null, _cancellationToken).ConfigureAwait(false))
        {
            if (message.Signal is { } signal)
            {
                _result.Signals.Add(signal);
            }
            else if (message.End is { State: not SignalStreamState.Ended } end)
            {
                throw new WorkflowException($"The signal stream {_result.SignalStream.Id} has {Wording.Of(end.State)} before its feed ended.");
            }
        }
    }

    private async Task FinishSessionAsync()
    {
        string id = _result.Session!.Id;
        await foreach (StreamSessionEventsResponse message in
            _client.StreamSessionEventsAsync(id, null, _cancellationToken).ConfigureAwait(false))
        {
            _cancellationToken.ThrowIfCancellationRequested();
        }

        Session session = (await invocation.CallAsync(_client.Paper.GetSessionAsync, new GetSessionRequest { SessionId = id }).ConfigureAwait(false)).Session;
        if (session.State != SessionState.Ended)
        {
            throw new WorkflowException($"The paper session {id} is {Wording.Of(session.State)} instead of ended. {session.Failure}".TrimEnd());
        }

        _result.Session = session;
        _result.Replay = await invocation.CallAsync(_client.Paper.ReplaySessionAsync, new ReplaySessionRequest { SessionId = id }).ConfigureAwait(false);
    }

    private PortfolioSpec StudySpec()
    {
        PortfolioSpec spec = Spec(Portfolio.Study, AlignmentCalendar.Business);
        spec.Interval = Overlap;
        return spec;
    }

    private static PortfolioSpec Spec(IEnumerable<PortfolioMember> members, AlignmentCalendar calendar) => new()
    {
        Members = { members },
        Method = AlignmentMethod.Outer,
        Fill = FillMethod.Forward,
        FillLimit = 5,
        Calendar = calendar,
    };
}
