using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Tradewind.Domain.Engine;
using Tradewind.Domain.Market;
using Tradewind.Domain.Strategies;
using Tradewind.Engine.Tests.MultiBucket;
using Xunit.Abstractions;

namespace Tradewind.Engine.Tests.Strategies;

/// <summary>Holds the signals of cross-asset and portfolio strategies against an independent program, on random and on real daily bars.</summary>
public class NumpyStrategyTests(ITestOutputHelper output)
{
    private const string Python = "/usr/bin/python3";

    [Fact]
    public void Cross_sectional_momentum_equals_numpy() => Compare(
        "cross_sectional_momentum", WideMarket.Coins, new { lookback = 40, skip = 5, rebalance_bars = 10, vol_window = 20, fraction = 0.34 },
        "lookback=40;skip=5;rebalance_bars=10;vol_window=20;weighting=inverse_volatility;top_fraction=0.34;bottom_fraction=0.34");

    [Fact]
    public void Pairs_equal_numpy() => Compare(
        "pairs", WideMarket.Coins,
        new
        {
            formation = 120, refit_bars = 21, z_window = 30, min_correlation = 0.5, max_p_value = 0.2, min_half_life = 0.1, max_half_life = 30, entry = 2,
            exit = 0.5, stop = 3, max_hold = 10, top_pairs = 3, cost_bps = 10,
        },
        "formation=120;refit_bars=21;z_window=30;min_correlation=0.5;max_p_value=0.2;min_half_life=0.1;top_pairs=3");

    [Fact]
    public void Vix_correlation_equals_numpy() => Compare(
        "vix_correlation", ["BTC/USDT", "ETH/USDT"],
        new { windows = new[] { 14, 21, 30 }, max_lag = 3, threshold = 0.3, vix_min_long = 10, vix_min_short = 10, min_drawdown = 0.02, min_rise = 0.02 },
        "threshold=0.3;vix_min_long=10;vix_min_short=10;min_drawdown=0.02;min_rise=0.02");

    [Fact]
    public void Volatility_breakout_equals_numpy() => Compare(
        "volatility_breakout", ["BTC/USDT", "ETH/USDT"], new { window = 10, history = 120 }, "window=10;history=120");

    [Fact]
    public void Flight_to_quality_equals_numpy() => Compare(
        "flight_to_quality", ["BTC/USDT", "ETH/USDT"], new { return_window = 20, z_window = 60, entry = 1.0, exit = 0.0 }, "entry=1;exit=0;allow_short=true");

    private void Compare(string strategy, IReadOnlyList<string> names, object parameters, string text)
    {
        if (!File.Exists(Python))
        {
            output.WriteLine("Not run: python3 is absent.");
            return;
        }

        WideMarket random = new(500, 21);
        InstrumentSeries vix = Markets.Field(
            new Instrument("VIX Index", AssetClass.Index), "value", Availability.Close, Markets.Start,
            [.. random.ClosesOf("VIX").Select((value, day) => day % 7 is 5 or 6 ? double.NaN : value)]);
        Compare(strategy, [.. names.Select(name => random.Series(name, 500))], vix, random.CreditSeries(500), parameters, text);
        if (SharedData.Find(Path.Combine("crypto", "daily_yahoo", "BTC-USD.csv")) is not { } path || names.Count == WideMarket.Coins.Count)
        {
            CompareOnBybit(strategy, names, parameters, text);
            return;
        }

        InstrumentSeries[] coins = [RealBars.Read(path, "BTC"), RealBars.Read(path.Replace("BTC-USD", "ETH-USD", StringComparison.Ordinal), "ETH")];
        Compare(strategy, coins, Daily("VIXCLS", "VIX Index", coins[0]), Daily("BAMLC0A0CM", "LUACTRUU Index", coins[0]), parameters, text);
    }

    private void CompareOnBybit(string strategy, IReadOnlyList<string> names, object parameters, string text)
    {
        if (names.Count == WideMarket.Coins.Count && SharedData.Find(Path.Combine("crypto", "daily_bybit", "BTCUSDT_1d.csv")) is { } path)
        {
            string[] symbols = ["ADA", "BNB", "BTC", "DOT", "ETH", "LTC", "SOL", "XRP"];
            InstrumentSeries[] coins = [.. symbols.Select(symbol => RealBars.Read(path.Replace("BTCUSDT", $"{symbol}USDT", StringComparison.Ordinal), symbol))];
            Compare(strategy, coins, null, null, parameters, text);
        }
        else
        {
            output.WriteLine("Real bars not compared: shared/data is absent (set TRADEWIND_SHARED_DATA).");
        }
    }

    private void Compare(
        string strategy, InstrumentSeries[] bars, InstrumentSeries? vix, InstrumentSeries? credit, object parameters, string text)
    {
        InstrumentSeries[] fields = strategy switch
        {
            "vix_correlation" => [vix!],
            "flight_to_quality" => [credit!],
            _ => [],
        };
        TradingUniverse universe = TradingUniverse.Of(bars, fields);
        SignalRunner runner = new(universe, StrategyCatalogue.Create(
            strategy, text.Split(';').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]), universe));
        long first = bars[0].Times.Span[0];
        List<string> actual = [];
        foreach (MarketSlice slice in Markets.Slices(universe, bars, fields))
        {
            foreach (Signal signal in runner.Process(slice))
            {
                actual.Add($"{(signal.Time - first) / UnixTime.Day - 1} {signal.Instrument} {(int)signal.Direction}");
            }
        }

        using JsonDocument expected = JsonDocument.Parse(RunReference(strategy, bars, vix, credit, parameters, first));
        string[] told = [.. expected.RootElement.EnumerateArray().Select(entry => $"{entry[0]} {entry[1].GetString()} {entry[2]}")];
        output.WriteLine($"{strategy}: {told.Length} signals on {bars[0].Count} days");
        Assert.True(told.Length > 10, $"only {told.Length} signals");
        Assert.Equal(told.Order(StringComparer.Ordinal), actual.Order(StringComparer.Ordinal));
    }

    private static string RunReference(
        string strategy, InstrumentSeries[] bars, InstrumentSeries? vix, InstrumentSeries? credit, object parameters, long first)
    {
        int days = bars[0].Count;
        double[] spread = Rows(credit, first, days);
        for (int day = 1, age = 0; day < days; day++)
        {
            // Carried forward for five rows, as the strategy does by default.
            age = double.IsNaN(spread[day]) ? age + 1 : 0;
            spread[day] = double.IsNaN(spread[day]) && age <= 5 ? spread[day - 1] : spread[day];
        }

        string request = JsonSerializer.Serialize(new
        {
            market = new
            {
                closes = bars.ToDictionary(series => series.Instrument.Id, series => Nullable(series.Column("close").ToArray())),
                vix = Nullable(Rows(vix, first, days)),
                credit = Nullable(spread),
            },
            parameters,
        });
        ProcessStartInfo start = new(Python, [Path.Combine(AppContext.BaseDirectory, "reference", "strategies.py"), strategy])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("python3 did not start.");
        process.StandardInput.Write(request);
        process.StandardInput.Close();
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return text;
    }

    // The values that are known by the close of each day, on the day they became known.
    private static double[] Rows(InstrumentSeries? series, long first, int days)
    {
        double[] rows = new double[days];
        Array.Fill(rows, double.NaN);
        for (int i = 0; i < (series?.Count ?? 0); i++)
        {
            long day = (series!.AvailableAt(i) - first - 1) / UnixTime.Day;
            double value = series.Column(series.Fields[0]).Span[i];
            if (day >= 0 && day < days && !double.IsNaN(value))
            {
                rows[day] = value;
            }
        }

        return rows;
    }

    private static InstrumentSeries Daily(string file, string id, InstrumentSeries calendar)
    {
        string[][] rows = [.. File.ReadLines(SharedData.Find(Path.Combine("credit", $"{file}.csv"))!).Skip(1).Select(line => line.Split(','))
            .Where(row => row[1].Length > 0 && string.CompareOrdinal(row[0], "2018-01-01") >= 0)];
        string[][] inside = [.. rows.Where(row => Day(row[0]) <= calendar.Times.Span[^1])];
        double[] values = [.. inside.Select(row => double.Parse(row[1], CultureInfo.InvariantCulture))];
        return new InstrumentSeries(
            new Instrument(id, file == "VIXCLS" ? AssetClass.Index : AssetClass.CreditIndex), Timeframe.Day, Availability.Close,
            inside.Select(row => Day(row[0])).ToArray(),
            [KeyValuePair.Create(file == "VIXCLS" ? "value" : "OAS", (ReadOnlyMemory<double>)values)]);
    }

    private static long Day(string text)
    {
        DateOnly date = DateOnly.Parse(text, CultureInfo.InvariantCulture);
        return UnixTime.FromDate(date.Year, date.Month, date.Day);
    }

    private static double?[] Nullable(double[] values) => [.. values.Select(value => double.IsNaN(value) ? (double?)null : value)];
}
