using System.Globalization;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Tradewind.V1;

namespace Tradewind.Testing;

/// <summary>Small markets for tests, loaded through the contract.</summary>
public static class MarketData
{
    /// <summary>Instrument of <see cref="Bars"/>.</summary>
    public const string Coin = "LTC/USD";

    /// <summary>Instruments of the simulator.</summary>
    public const string SimulatedCoin = "SIM-BTC/USD";

    public const string SimulatedSpread = "SIMHY Index";

    /// <summary>First day of <see cref="Bars"/>.</summary>
    public static readonly DateTime FirstDay = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>A day of <see cref="Bars"/> as a message.</summary>
    public static Timestamp Day(int row) => Timestamp.FromDateTime(FirstDay.AddDays(row));

    /// <summary>Daily bars around 100 that rise and fall with a period of 40 days; the same every time.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="change">Changes the close of a row.</param>
    public static string Bars(int rows, Func<int, double, double>? change = null)
    {
        StringBuilder text = new("Date,Open,High,Low,Close,Volume\n");
        double previous = 100;
        for (int row = 0; row < rows; row++)
        {
            double close = 100 + 20 * Math.Sin(2 * Math.PI * row / 40) + 3 * Math.Sin(row * 1.7);
            close = Math.Round(change?.Invoke(row, close) ?? close, 2);
            text.Append(
                CultureInfo.InvariantCulture,
                $"{FirstDay.AddDays(row):yyyy-MM-dd},{previous},{Math.Max(previous, close) + 1},{Math.Min(previous, close) - 1},{close},{1000 + row}\n");
            previous = close;
        }

        return text.ToString();
    }

    /// <summary>A request that loads a text as a file.</summary>
    public static LoadDataRequest File(string text, string name = "LTC-USD.csv") =>
        new() { File = new InlineFile { FileName = name, Content = ByteString.CopyFromUtf8(text) } };

    /// <summary>A member of a portfolio.</summary>
    public static PortfolioMember Member(string id, params string[] fields) => new() { InstrumentId = id, Fields = { fields } };

    /// <summary>Loads and returns the report.</summary>
    public static async Task<LoadReport> LoadAsync(this TestServer server, LoadDataRequest request)
    {
        List<LoadDataResponse> messages = await server.Data.LoadData(request).ListAsync();
        Assert.Equal(Enumerable.Range(1, messages.Count).Select(i => (long)i), messages.Select(message => message.Sequence));
        return messages[^1].Report;
    }

    /// <summary>Loads <see cref="Bars"/>.</summary>
    public static Task<LoadReport> LoadBarsAsync(this TestServer server, int rows, Func<int, double, double>? change = null) =>
        server.LoadAsync(File(Bars(rows, change)));

    /// <summary>Loads simulated history.</summary>
    public static Task<LoadReport> SimulateAsync(this TestServer server, int rows, long seed = 7) =>
        server.LoadAsync(new LoadDataRequest { Simulation = new Simulation { Seed = seed, RowCount = rows } });

    /// <summary>A wait that takes longer than this has failed; nothing here takes a tenth of it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Every message of a stream.</summary>
    public static async Task<List<T>> ListAsync<T>(this AsyncServerStreamingCall<T> call)
    {
        using (call)
        {
            using CancellationTokenSource patience = new(Patience);
            List<T> all = [];
            while (await call.ResponseStream.MoveNext(patience.Token))
            {
                all.Add(call.ResponseStream.Current);
            }

            return all;
        }
    }

    /// <summary>The first messages of a stream, which is then dropped.</summary>
    public static async Task<List<T>> TakeAsync<T>(this AsyncServerStreamingCall<T> call, int count)
    {
        using (call)
        {
            using CancellationTokenSource patience = new(Patience);
            List<T> all = [];
            while (all.Count < count && await call.ResponseStream.MoveNext(patience.Token))
            {
                all.Add(call.ResponseStream.Current);
            }

            return all;
        }
    }

    /// <summary>Reads a stream until a message fits; the stream goes on.</summary>
    public static async Task<T> UntilAsync<T>(this IAsyncStreamReader<T> stream, Func<T, bool> fits)
    {
        using CancellationTokenSource patience = new(Patience);
        while (await stream.MoveNext(patience.Token))
        {
            if (fits(stream.Current))
            {
                return stream.Current;
            }
        }

        throw new InvalidOperationException("The stream ended before the message came.");
    }
}
