using System.Threading.Channels;
using Google.Protobuf;
using Grpc.Core;
using Tradewind.Testing;
using Tradewind.V1;

namespace Tradewind.Connectors.Tests;

/// <summary>A connector whose every word a test decides.</summary>
internal sealed class ScriptedConnector : IAsyncDisposable
{
    public const string Name = "script";
    public const string Source = "venue";
    public const string Address = Name + ":" + Source;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly AsyncDuplexStreamingCall<AttachRequest, AttachResponse> _call;
    private readonly Channel<AttachResponse> _orders = Channel.CreateUnbounded<AttachResponse>();
    private readonly Task _reading;

    private ScriptedConnector(AsyncDuplexStreamingCall<AttachRequest, AttachResponse> call)
    {
        _call = call;
        _reading = ReadAsync();
    }

    /// <summary>Says hello and waits for the welcome.</summary>
    public static async Task<ScriptedConnector> AttachAsync(TestServer server, Action<ConnectorHello>? change = null)
    {
        ScriptedConnector connector = new(server.Client.Connectors.Attach());
        await connector.SayAsync(new AttachRequest { Hello = Hello(change) });
        await connector.NextAsync(order => order.Welcome);
        return connector;
    }

    /// <summary>Opens a stream with any first message.</summary>
    public static async Task<ScriptedConnector> DialAsync(TestServer server, AttachRequest first)
    {
        ScriptedConnector connector = new(server.Client.Connectors.Attach());
        await connector.SayAsync(first);
        return connector;
    }

    /// <summary>A good hello.</summary>
    public static ConnectorHello Hello(Action<ConnectorHello>? change = null)
    {
        ConnectorHello hello = new()
        {
            ProtocolVersion = 1, Name = Name, Version = "1.2", InstanceId = "one",
            Sources =
            {
                new ConnectorSource
                {
                    Name = Source,
                    Capabilities = { ConnectorCapability.History, ConnectorCapability.Reference, ConnectorCapability.LiveBars, ConnectorCapability.LiveTrades },
                    Timeframes = { "1m", "5m", "1d" },
                    LiveTimeframes = { "1m" },
                    Limits = new ConnectorLimits { MaxConcurrentFetches = 4 },
                },
            },
        };
        change?.Invoke(hello);
        return hello;
    }

    public Task SayAsync(AttachRequest message) => _call.RequestStream.WriteAsync(message);

    /// <summary>The next order of a kind; heartbeats and other orders are passed over.</summary>
    public async Task<T> NextAsync<T>(Func<AttachResponse, T?> kind)
        where T : class
    {
        using CancellationTokenSource patience = new(Patience);
        while (true)
        {
            AttachResponse order = await _orders.Reader.ReadAsync(patience.Token);
            if (kind(order) is { } wanted)
            {
                return wanted;
            }
        }
    }

    public Task<FetchOrder> FetchAsync() => NextAsync(order => order.Fetch);

    public Task<SubscribeOrder> SubscriptionAsync() => NextAsync(order => order.Subscribe);

    /// <summary>Rows of daily or minute bars whose close is the row number plus 100.</summary>
    public Task RowsAsync(FetchOrder order, string symbol, DateTime first, TimeSpan step, int count, Func<int, double>? close = null)
    {
        long start = (first - DateTime.UnixEpoch).Ticks * 100;
        return SayAsync(new AttachRequest
        {
            Rows = new FetchRows
            {
                FetchId = order.FetchId, Symbol = symbol, Instrument = new ConnectorInstrument { AssetClass = AssetClass.CryptoSpot, Currency = "USDT", TickSize = "0.01" },
                Block = new ColumnBlock
                {
                    RowCount = count,
                    Times = Bytes(Enumerable.Range(0, count).Select(i => BitConverter.GetBytes(start + i * step.Ticks * 100))),
                    Columns =
                    {
                        Column("open", _ => 100), Column("high", i => Close(i) + 1000), Column("low", _ => 1), Column("close", Close), Column("volume", _ => 5),
                    },
                },
            },
        });

        double Close(int row) => close?.Invoke(row) ?? 100 + row;
        Column Column(string name, Func<int, double> value) =>
            new() { Name = name, Values = Bytes(Enumerable.Range(0, count).Select(i => BitConverter.GetBytes(value(i)))) };
    }

    public Task FailAsync(FetchOrder order, string symbol, ConnectorErrorCode code, double? retrySeconds = null) => SayAsync(new AttachRequest
    {
        Failure = new FetchFailure
        {
            FetchId = order.FetchId, Symbol = symbol,
            Error = new ConnectorError
            {
                Code = code, Message = $"{symbol} is no good",
                RetryAfter = retrySeconds is { } seconds ? Google.Protobuf.WellKnownTypes.Duration.FromTimeSpan(TimeSpan.FromSeconds(seconds)) : null,
            },
        },
    });

    public Task EndAsync(FetchOrder order) => SayAsync(new AttachRequest { FetchEnd = new FetchEnd { FetchId = order.FetchId } });

    public Task PhaseAsync(SubscribeOrder order, SubscriptionPhase phase, ConnectorErrorCode code = default) => SayAsync(new AttachRequest
    {
        Subscription = new SubscriptionState
        {
            SubscriptionId = order.SubscriptionId, Phase = phase, Method = DeliveryMethod.Streaming, Instrument = new ConnectorInstrument { AssetClass = AssetClass.CryptoSpot },
            Error = code == default ? null : new ConnectorError { Code = code, Message = "the venue says so" },
        },
    });

    public Task BarAsync(SubscribeOrder order, DateTime open, double close, bool final = true) => SayAsync(new AttachRequest
    {
        Ticks = new LiveTicks
        {
            SubscriptionId = order.SubscriptionId,
            Bars =
            {
                new TickBar
                {
                    Final = final,
                    Bar = new Bar { OpenTime = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTime(open), Open = close, High = close, Low = close, Close = close, Volume = 1 },
                },
            },
        },
    });

    public Task TradeAsync(SubscribeOrder order, DateTime time, double price) => SayAsync(new AttachRequest
    {
        Ticks = new LiveTicks
        {
            SubscriptionId = order.SubscriptionId,
            Trades = { new TickTrade { Time = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTime(time), Price = price, Quantity = 2 } },
        },
    });

    public Task QuoteAsync(SubscribeOrder order, double? bid, double? ask, DateTime? time = null)
    {
        TickQuote quote = new() { Time = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTime(time ?? DateTime.UtcNow) };
        if (bid is { } paid)
        {
            (quote.BidPrice, quote.BidQuantity) = (paid, 2);
        }

        if (ask is { } asked)
        {
            (quote.AskPrice, quote.AskQuantity) = (asked, 3);
        }

        return SayAsync(new AttachRequest { Ticks = new LiveTicks { SubscriptionId = order.SubscriptionId, Quotes = { quote } } });
    }

    public Task BookAsync(SubscribeOrder order, double[] bids, double[] asks) => SayAsync(new AttachRequest
    {
        Ticks = new LiveTicks
        {
            SubscriptionId = order.SubscriptionId,
            Books =
            {
                new TickBook
                {
                    Time = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTime(DateTime.UtcNow),
                    Bids = { bids.Select(price => new BookLevel { Price = price, Quantity = 1 }) }, Asks = { asks.Select(price => new BookLevel { Price = price, Quantity = 1 }) },
                },
            },
        },
    });

    public Task AnnounceAsync(string source, params AnnouncedInstrument[] instruments) =>
        SayAsync(new AttachRequest { Announcement = new InstrumentAnnouncement { Source = source, Instruments = { instruments } } });

    /// <summary>Leaves without a word.</summary>
    public void Vanish() => _call.Dispose();

    /// <summary>How the server ended the stream.</summary>
    public async Task<Client.TradewindError> DismissalAsync() =>
        Client.TradewindError.From(await Assert.ThrowsAsync<RpcException>(() => _reading.WaitAsync(Patience)));

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _call.Dispose();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static ByteString Bytes(IEnumerable<byte[]> values) => ByteString.CopyFrom([.. values.SelectMany(bytes => bytes)]);

    private async Task ReadAsync()
    {
        try
        {
            while (await _call.ResponseStream.MoveNext(CancellationToken.None))
            {
                _orders.Writer.TryWrite(_call.ResponseStream.Current);
            }
        }
        finally
        {
            _orders.Writer.TryComplete();
        }
    }
}
