using System.CommandLine;
using Google.Protobuf.WellKnownTypes;
using Tradewind.V1;

namespace Tradewind.Cli.Options;

/// <summary>Which connector is asked for what.</summary>
internal sealed class ConnectorOptionSet
{
    private readonly Option<string?> _connector = new("--connector")
    {
        Description = "Ask this connector, e.g. ccxt:binance; see 'tradewind connectors list'.", HelpName = "CONNECTOR:SOURCE",
    };

    private readonly Option<string[]> _symbols = new("--symbol")
    {
        Description = "With --connector: symbol as the source writes it, e.g. BTC/USDT; may be repeated.", HelpName = "SYMBOL", AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string[]> _fields = new("--field")
    {
        Description = "With --connector: field, e.g. OAS; may be repeated (default: open, high, low, close, volume).", HelpName = "FIELD", AllowMultipleArgumentsPerToken = true,
    };

    /// <summary>Options of a load.</summary>
    public IEnumerable<Symbol> Symbols => [_connector, _symbols, _fields];

    /// <summary>Options of a feed, which has no fields.</summary>
    public IEnumerable<Symbol> FeedSymbols => [_connector, _symbols];

    /// <summary>True when a connector is named.</summary>
    public bool IsGiven(Invocation invocation) => invocation.Get(_connector) is { Length: > 0 };

    /// <summary>The load asked for.</summary>
    /// <exception cref="UsageException">Symbols or timeframe are missing.</exception>
    public ConnectorLoad ReadLoad(Invocation invocation, string timeframe, TimeInterval? interval) => new()
    {
        Connector = invocation.Get(_connector), Symbols = { ReadSymbols(invocation, timeframe) }, Fields = { invocation.Get(_fields) ?? [] }, Timeframe = timeframe, Interval = interval,
    };

    /// <summary>The feed asked for.</summary>
    /// <exception cref="UsageException">Symbols or timeframe are missing.</exception>
    public ConnectorFeed ReadFeed(Invocation invocation, string timeframe, Timestamp? start) => new()
    {
        Connector = invocation.Get(_connector), Symbols = { ReadSymbols(invocation, timeframe) }, Timeframe = timeframe, StartTime = start,
    };

    private string[] ReadSymbols(Invocation invocation, string timeframe) => invocation.Get(_symbols) is { Length: > 0 } symbols && timeframe.Length > 0
        ? symbols
        : throw new UsageException("--connector needs --symbol and --timeframe.");
}
