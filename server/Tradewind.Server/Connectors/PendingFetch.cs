using System.Collections.Immutable;
using System.Globalization;
using Tradewind.Server.Mapping;
using Tradewind.Sources.Connectors;
using Tradewind.V1;
using LoadProgress = Tradewind.Sources.LoadProgress;
using FetchNews = Tradewind.V1.FetchProgress;

namespace Tradewind.Server.Connectors;

/// <summary>A fetch under way: takes in what the connector sends about it until the end, a failure of the whole, or the loss of the connector.</summary>
internal sealed class PendingFetch
{
    /// <summary>Rows a fetch may bring; more must be asked for in parts.</summary>
    private const long MostRows = 5_000_000;

    private static readonly ImmutableArray<string> BarFields = ["open", "high", "low", "close", "volume"];

    private readonly ConnectorAddress _address;
    private readonly IProgress<LoadProgress>? _progress;
    private readonly Dictionary<string, FetchedRows> _rows = new(StringComparer.Ordinal);
    private readonly List<SymbolFailure> _failures = [];
    private readonly Dictionary<string, ImmutableDictionary<string, string>> _reference = new(StringComparer.Ordinal);
    private readonly ImmutableArray<string> _symbols;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _rowCount;
    private int _credit;
    private int _consumed;

    private PendingFetch(ConnectorAddress address, FetchOrder order, ImmutableArray<string> symbols, IProgress<LoadProgress>? progress, int credit) =>
        (_address, Order, _symbols, _progress, _credit) = (address, order, symbols, progress, credit);

    /// <summary>What the connector is told.</summary>
    public FetchOrder Order { get; }

    /// <summary>Completes at the end; fails when nothing of the fetch can be used.</summary>
    public Task Ended => _ended.Task;

    /// <summary>A fetch of history.</summary>
    public static PendingFetch OfHistory(ConnectorAddress address, FetchOrder order, HistoryRequest request, IProgress<LoadProgress>? progress, int credit)
    {
        PendingFetch fetch = new(address, order, request.Symbols, progress, credit);
        ImmutableArray<string> fields = request.Fields.IsEmpty ? BarFields : request.Fields;
        foreach (string symbol in request.Symbols)
        {
            fetch._rows[symbol] = new FetchedRows(address, symbol, fields, request);
        }

        return fetch;
    }

    /// <summary>A fetch of static data.</summary>
    public static PendingFetch OfReference(ConnectorAddress address, FetchOrder order, ImmutableArray<string> symbols, int credit) =>
        new(address, order, symbols, progress: null, credit);

    /// <summary>Takes rows in.</summary>
    /// <returns>Credit to give back; 0 for none yet.</returns>
    public int Add(FetchRows message)
    {
        if (!_rows.TryGetValue(message.Symbol, out FetchedRows? rows) || --_credit < 0)
        {
            Fail(new ConnectorException(
                ConnectorErrorKind.Malformed,
                _credit < 0 ? $"{_address} sent more messages of a fetch than it had credit for." : $"{_address} sent rows of {message.Symbol}, which were not asked for."));
            return 0;
        }

        try
        {
            int before = rows.Count;
            rows.Add(message.Block, message.Instrument);
            _rowCount += rows.Count - before;
        }
        catch (ConnectorException error)
        {
            // What came before is good; the others go on.
            _failures.Add(new SymbolFailure(message.Symbol, error.Kind, error.Message));
        }

        if (_rowCount > MostRows)
        {
            Fail(new ConnectorException(
                ConnectorErrorKind.Unsupported, string.Create(CultureInfo.InvariantCulture, $"{_address} has more than {MostRows} rows of what was asked for. Ask for a shorter interval or fewer symbols.")));
        }

        _progress?.Report(new LoadProgress(_rowCount, 0, null));
        return Consume();
    }

    /// <summary>Takes static data in.</summary>
    /// <returns>Credit to give back; 0 for none yet.</returns>
    public int Add(FetchReference message)
    {
        _credit--;
        _reference[message.Symbol] = message.Values.ToImmutableDictionary(StringComparer.Ordinal);
        return Consume();
    }

    /// <summary>Notes a failure.</summary>
    public void Add(FetchFailure message)
    {
        if (message.Symbol.Length == 0)
        {
            // Symbols that have rows keep them, as partial ones.
            _failures.AddRange(_symbols.Where(symbol => !_reference.ContainsKey(symbol)).Select(symbol => ConnectorMessages.Failure(symbol, message.Field, message.Error)));
        }
        else if (_symbols.Contains(message.Symbol))
        {
            _failures.Add(ConnectorMessages.Failure(message.Symbol, message.Field, message.Error));
        }
    }

    /// <summary>Passes progress on.</summary>
    public void Report(FetchNews message) =>
        _progress?.Report(new LoadProgress(Math.Max(_rowCount, message.RowCount), 0, double.IsFinite(message.Fraction) ? Math.Clamp(message.Fraction, 0, 1) : null));

    /// <summary>The connector has sent everything.</summary>
    public void End() => _ended.TrySetResult();

    /// <summary>
    /// Nothing more will come. Symbols with rows stay as partial ones, so that an interrupted download is not lost; the fetch fails when
    /// there are none.
    /// </summary>
    public void Fail(ConnectorException error)
    {
        if (_rows.Values.Any(rows => rows.Count > 0) && error.Kind is ConnectorErrorKind.Unavailable or ConnectorErrorKind.Timeout)
        {
            _failures.AddRange(_symbols.Select(symbol => new SymbolFailure(symbol, error.Kind, error.Message) { RetryAfter = error.RetryAfter }));
            _ended.TrySetResult();
            return;
        }

        _ended.TrySetException(error);
    }

    /// <summary>The history that came.</summary>
    /// <exception cref="ConnectorException">Every symbol failed.</exception>
    public HistoryResult ToHistory()
    {
        ImmutableArray<SymbolFailure> failures = Failures();
        FetchedRows[] some = [.. _symbols.Select(symbol => _rows[symbol]).Where(rows => rows.Count > 0)];
        ThrowIfNothing(some.Length, failures);
        ImmutableDictionary<string, int> repeated = _symbols.Where(symbol => _rows[symbol].Repeated > 0)
            .ToImmutableDictionary(symbol => symbol, symbol => _rows[symbol].Repeated, StringComparer.Ordinal);
        return new HistoryResult([.. some.Select(rows => rows.ToSeries())], failures, repeated);
    }

    /// <summary>The static data that came.</summary>
    /// <exception cref="ConnectorException">Every symbol failed.</exception>
    public ReferenceResult ToReference()
    {
        ImmutableArray<SymbolFailure> failures = Failures();
        ThrowIfNothing(_reference.Count, failures);
        return new ReferenceResult(_reference.ToImmutableDictionary(StringComparer.Ordinal), failures);
    }

    private ImmutableArray<SymbolFailure> Failures() =>
        [.. _failures.DistinctBy(failure => (failure.Symbol, failure.Field)).OrderBy(failure => _symbols.IndexOf(failure.Symbol))];

    private void ThrowIfNothing(int delivered, ImmutableArray<SymbolFailure> failures)
    {
        if (delivered == 0 && failures.FirstOrDefault() is { } first)
        {
            string others = failures.Length > 1 ? string.Create(CultureInfo.InvariantCulture, $" ({failures.Length} failures; this is the first)") : "";
            throw new ConnectorException(first.Kind, $"{_address} delivered no data for any symbol. {first.Symbol}: {first.Message}{others}", first.RetryAfter);
        }
    }

    // Credit goes back in halves of the window: one message of credit for many of rows.
    private int Consume()
    {
        if (++_consumed < ConnectorSession.CreditWindow / 2)
        {
            return 0;
        }

        (int returned, _consumed) = (_consumed, 0);
        _credit += returned;
        return returned;
    }
}
