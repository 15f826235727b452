using System.Threading.Channels;
using Google.Protobuf;
using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Recording;
using Tradewind.Domain.Errors;
using Tradewind.Server.Errors;
using Tradewind.Server.Remote;
using Tradewind.Storage;
using Tradewind.V1;
using Order = Tradewind.Domain.Engine.Orders.Order;

namespace Tradewind.Server.Live;

/// <summary>
/// A paper session at work. One loop owns the engine: it takes commands and feed slices one after the other, records each input and
/// what it led to, and only then answers the command. Inputs recorded in this order replay to the same ledger.
/// </summary>
internal sealed class PaperRun : ILiveRun<Session>, IDisposable
{
    private const int MostWaitingCommands = 1000;
    private const int LargestBatch = 256;

    private readonly Lock _gate = new();
    private readonly Session _session;
    private readonly TradingEngine _engine;
    private readonly SessionLedger _ledger = new();
    private readonly LedgerHash _hash = new();
    private readonly LastCloses _closes;
    private readonly Channel<SessionCommand> _commands = Channel.CreateBounded<SessionCommand>(MostWaitingCommands);
    private readonly SessionJournals _journals;
    private readonly List<JournalEntry> _newAnswers = [];
    private readonly List<JournalEntry> _newInputs = [];
    private readonly List<JournalEntry> _newEvents = [];
    private readonly List<(SessionCommand Command, Order Order)> _answers = [];
    private long _eventCount;
    private volatile bool _closed;
    private Session? _final;

    /// <summary>Sets up a session before its first input.</summary>
    /// <param name="session">Its record.</param>
    /// <param name="universe">What it may see and trade.</param>
    /// <param name="options">How it trades.</param>
    /// <param name="strategy">Strategy with no past; null for commands alone.</param>
    /// <param name="journals">Where it is recorded.</param>
    /// <param name="seat">Where its program decides from; null for other sessions, and for one that is only restored.</param>
    public PaperRun(
        Session session, TradingUniverse universe, EngineOptions options, Domain.Strategies.IStrategy? strategy, SessionJournals journals, RemoteSeat? seat = null)
    {
        (_session, _journals, _closes, Universe, Seat) = (session, journals, new LastCloses(universe), universe, seat);
        if (seat is not null)
        {
            // While a program thinks the engine stands between two of its steps, and the session can be read.
            seat.Session = (_gate.Exit, _gate.Enter);
            seat.Halted = RefuseWaiting;
            seat.Record = answer => _newAnswers.Add(new JournalEntry(answer.Step, _engine!.Time, "answer", answer.ToByteArray()));
        }

        _engine = new TradingEngine(universe, options, strategy, new JournalFanOut(_ledger, _hash, new LedgerEntryJournal(Record)));
    }

    /// <summary>Everything the engine was told, in order.</summary>
    public LiveJournal Inputs => _journals.Inputs;

    /// <summary>Everything that happened, in order.</summary>
    public LiveJournal Events => _journals.Events;

    /// <summary>What it may see and trade.</summary>
    public TradingUniverse Universe { get; }

    /// <summary>Program that decides from outside of the server; null for other sessions.</summary>
    public RemoteProgram? Program => _session.Program;

    /// <summary>Where it decides from; null for other sessions.</summary>
    public RemoteSeat? Seat { get; }

    /// <inheritdoc />
    public CancellationTokenSource Stopping { get; } = new();

    /// <inheritdoc />
    public Task Completion { get; set; } = Task.CompletedTask;

    /// <summary>Reads the engine and its ledger while nothing changes them.</summary>
    public T Read<T>(Func<TradingEngine, SessionLedger, T> read)
    {
        lock (_gate)
        {
            return read(_engine, _ledger);
        }
    }

    /// <inheritdoc />
    public Session State()
    {
        lock (_gate)
        {
            return _final?.Clone() ?? Observe();
        }
    }

    /// <summary>Sets the final state.</summary>
    public Session Finish(SessionState state, string failure)
    {
        lock (_gate)
        {
            (_session.State, _session.Failure) = (state, failure.Length > 0 ? failure : _engine.HaltReason);
            // Kept, so that a reader who still holds the run after its end gets an answer too.
            _final = Observe();
            return _final.Clone();
        }
    }

    /// <summary>Hands a command to the session and waits until it is done and on disk.</summary>
    /// <param name="command">What to do.</param>
    /// <param name="caller">Cancelled when the caller has left; a command that has been taken up by then is carried out all the same.</param>
    /// <exception cref="PreconditionException">The session has ended, or stands still before the command is taken up.</exception>
    /// <exception cref="CapacityException">Too many commands are waiting.</exception>
    public Task<Order> SendAsync(SessionCommand command, CancellationToken caller)
    {
        if (!(Seat is null ? _commands.Writer.TryWrite(command) : Seat.Accept(() => _commands.Writer.TryWrite(command))))
        {
            throw _closed
                ? Ended()
                : new CapacityException("SESSION_BUSY", $"{MostWaitingCommands} commands are waiting for this session. Try again.", TimeSpan.FromSeconds(1));
        }

        return command.AnswerAsync(caller);
    }

    /// <summary>Runs the session until the feed ends or it is stopped.</summary>
    /// <returns>The final state: ended with its feed, or stopped.</returns>
    public async Task<SessionState> RunAsync(IAsyncEnumerable<MarketStep> steps, CancellationToken cancellation)
    {
        try
        {
            SessionState state = SessionState.Ended;
            await using CancellationTokenRegistration leave = cancellation.Register(() => Seat?.End());
            try
            {
                await TradeAsync(steps, cancellation).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                state = SessionState.Stopped;
            }

            // Only here: after an error inside the engine its books cannot be trusted, and the session is not even finished.
            Close();
            TakeCommands();
            Seat?.End();
            Apply(new FinishInput(_engine.Time));
            return state;
        }
        finally
        {
            await EndAsync().ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Brings a session that a dead server left running to its end: the engine takes the recorded inputs again, events that did not reach
    /// the disk are written, and the session is finished as if it had been stopped.
    /// </summary>
    /// <param name="recorded">Every recorded input, in order.</param>
    public async Task RestoreAsync(IEnumerable<EngineInput> recorded)
    {
        Close();
        try
        {
            foreach (EngineInput input in recorded)
            {
                try
                {
                    Feed(input);
                }
                catch (TradewindException) when (input is not (SliceInput or WarmUpInput))
                {
                    // A refused command changed nothing then and changes nothing now.
                }
            }

            if (!_engine.Finished)
            {
                Apply(new FinishInput(_engine.Time));
            }
        }
        finally
        {
            await EndAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _hash.Dispose();
        Seat?.Dispose();
    }

    /// <summary>The present state; to be called under the gate.</summary>
    private Session Observe()
    {
        Session copy = _session.Clone();
        SessionAccount.Write(copy, _engine, _ledger);
        (copy.LastSequence, copy.LedgerHash) = (Events.LastSequence, _hash.Current());
        copy.ProgramStatus = _final is null && _session.State == SessionState.Running ? Seat?.Status() : null;
        return copy;
    }

    private void Close()
    {
        _closed = true;
        _commands.Writer.TryComplete();
    }

    /// <summary>Writes what is left and refuses the commands that came too late, so that no caller waits for ever.</summary>
    private async Task EndAsync()
    {
        Close();
        Seat?.End();
        try
        {
            await FlushAsync().ConfigureAwait(false);
        }
        finally
        {
            RefuseWaiting(Ended());
        }
    }

    private void RefuseWaiting(PreconditionException why)
    {
        while (_commands.Reader.TryRead(out SessionCommand? command))
        {
            command.Fail(why);
        }
    }

    private async Task TradeAsync(IAsyncEnumerable<MarketStep> market, CancellationToken cancellation)
    {
        IAsyncEnumerator<MarketStep> steps = market.GetAsyncEnumerator(cancellation);
        Task<bool> next = steps.MoveNextAsync().AsTask();
        try
        {
            Task<bool> command = _commands.Reader.WaitToReadAsync(cancellation).AsTask();
            while (true)
            {
                // Records are written when the batch is full, a user waits, or there is nothing else to do.
                if (!next.IsCompleted || command.IsCompleted || _newInputs.Count >= (Seat is null ? LargestBatch : 1))
                {
                    TakeCommands();
                    await FlushAsync().ConfigureAwait(false);
                    command = command.IsCompleted ? _commands.Reader.WaitToReadAsync(cancellation).AsTask() : command;
                    await Task.WhenAny(next, command).ConfigureAwait(false);
                    cancellation.ThrowIfCancellationRequested();
                    if (!next.IsCompleted)
                    {
                        continue;
                    }
                }

                if (!await next.ConfigureAwait(false))
                {
                    return;
                }

                await TakeAsync(steps.Current).ConfigureAwait(false);
                next = steps.MoveNextAsync().AsTask();
            }
        }
        finally
        {
            // An enumerator may be disposed of only when it is at rest.
            await next.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).ConfigureAwait(false);
            await steps.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>The engine's refusal with the reason the contract names.</summary>
    private static TradewindException InContract(TradewindException error) =>
        error is PreconditionException { Reason: "ORDER_COMPLETE" } ? new PreconditionException("ORDER_NOT_OPEN", error.Message) : error;

    private static PreconditionException Ended() => new("SESSION_NOT_RUNNING", "The session has ended. Create a new one to trade.");

    private void TakeCommands()
    {
        while (_commands.Reader.TryRead(out SessionCommand? command))
        {
            if (!command.TryTake())
            {
                continue;
            }

            EngineInput input = command.MakeInput(_engine.Time);
            try
            {
                _answers.Add((command, Apply(input)!));
            }
            catch (TradewindException error)
            {
                // A refused command changed nothing; it stays in the record, where a replay refuses it too.
                command.Fail(InContract(error));
            }
            catch (Exception error)
            {
                // The session is lost, but whoever sent the command must hear of it.
                command.Fail(error);
                throw;
            }
        }
    }

    private async Task TakeAsync(MarketStep step)
    {
        EngineInput input = step.IsPast ? new WarmUpInput(step.Slice) : new SliceInput(step.Slice);
        if (Seat is null)
        {
            Apply(input);
            return;
        }

        Seat.ShowsHistory = step.IsPast;
        // A program may think for as long as it likes, which would keep a thread of the pool from others.
        await Task.Factory.StartNew(() => Apply(input), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
    }

    /// <summary>Records an input and lets the engine work on it.</summary>
    /// <returns>The order a command was about; null for other inputs.</returns>
    private Order? Apply(EngineInput input)
    {
        long sequence = _newInputs.Count > 0 ? _newInputs[^1].Sequence : Inputs.LastSequence;
        _newInputs.Add(new JournalEntry(sequence + 1, input.Time, "input", EngineInputFormat.Encode(input)));
        return Feed(input);
    }

    private Order? Feed(EngineInput input)
    {
        lock (_gate)
        {
            switch (input)
            {
                case SliceInput slice:
                    _closes.Update(slice.Slice);
                    _engine.Apply(slice);
                    return null;
                case SubmitInput submit:
                    return _engine.Submit(submit.Request, submit.Time);
                case CancelInput cancel:
                    return _engine.Cancel(cancel.OrderId, cancel.Time);
                default:
                    _engine.Apply(input);
                    return null;
            }
        }
    }

    private void Record(LedgerEntry entry)
    {
        if (SessionEvents.From(entry, _eventCount + 1, _closes) is { } journalEntry)
        {
            _eventCount++;
            // What is on disk already comes up again only when a session is restored.
            if (_eventCount > Events.LastSequence)
            {
                _newEvents.Add(journalEntry);
            }
        }
    }

    private async Task FlushAsync()
    {
        try
        {
            // Answers first, then inputs: with these the events can be made again.
            await _journals.Answers.AppendAsync(_newAnswers, CancellationToken.None).ConfigureAwait(false);
            _newAnswers.Clear();
            await Inputs.AppendAsync(_newInputs, CancellationToken.None).ConfigureAwait(false);
            _newInputs.Clear();
            await Events.AppendAsync(_newEvents, CancellationToken.None).ConfigureAwait(false);
            _newEvents.Clear();
        }
        catch (Exception error)
        {
            foreach ((SessionCommand command, Order _) in _answers)
            {
                command.Fail(error);
            }

            _answers.Clear();
            throw;
        }

        foreach ((SessionCommand command, Order order) in _answers)
        {
            command.Complete(order);
        }

        _answers.Clear();
    }
}
