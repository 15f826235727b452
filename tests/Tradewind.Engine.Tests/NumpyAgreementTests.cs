using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Backtest;
using Tradewind.Domain.Engine.Costs;
using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Market;
using Xunit.Abstractions;

namespace Tradewind.Engine.Tests;

/// <summary>Holds the engine against an independent program on real daily bars.</summary>
public class NumpyAgreementTests(ITestOutputHelper output)
{
    private const string Python = "/usr/bin/python3";

    [Theory]
    [InlineData(10, 30)]
    [InlineData(20, 50)]
    public void Crossover_on_real_bars_equals_numpy(int fast, int slow)
    {
        string? path = SharedData.Find(Path.Combine("crypto", "daily_yahoo", "BTC-USD.csv"));
        if (path is null || !File.Exists(Python))
        {
            output.WriteLine("Not run: shared/data (set TRADEWIND_SHARED_DATA) or python3 is absent.");
            return;
        }

        using JsonDocument expected = JsonDocument.Parse(RunReference(path, fast, slow));
        BacktestResult actual = BacktestRunner.Run(new BacktestRequest
        {
            Bars = [ReadBars(path)],
            Strategy = "ma_crossover",
            Parameters = new Dictionary<string, string> { ["fast"] = Text(fast), ["slow"] = Text(slow) },
            Options = new EngineOptions { SlippagePercent = 0.01m, Commission = new Commission(0, 0.001m), MaxDrawdown = null },
        });

        int[] bars = [.. Numbers(expected, "bars").Select(value => (int)value)];
        Assert.True(bars.Length > 50);
        Assert.Equal(bars, actual.Fills.Select(fill => (int)((fill.BarTime - actual.Times.Span[0]) / UnixTime.Day) + 1));
        Assert.Equal(Numbers(expected, "quantities"), actual.Fills.Select(fill => (double)(fill.Side == OrderSide.Buy ? fill.Quantity : -fill.Quantity)));
        AssertNear(Numbers(expected, "prices"), [.. actual.Fills.Select(fill => (double)fill.Price)]);
        AssertNear(Numbers(expected, "equity"), actual.Equity.ToArray());
        AssertNear([expected.RootElement.GetProperty("fees").GetDouble()], [(double)actual.Costs.Cash]);
    }

    private static void AssertNear(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.True(
            Math.Abs(pair.First - pair.Second) <= 1e-9 * Math.Abs(pair.First), $"{pair.First:R} and {pair.Second:R}"));
    }

    private static string RunReference(string path, int fast, int slow)
    {
        string script = Path.Combine(AppContext.BaseDirectory, "reference", "ma_crossover.py");
        ProcessStartInfo start = new(Python, [script, path, Text(fast), Text(slow), "1000000", "0.01", "0.001"]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("python3 did not start.");
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return text;
    }

    private static InstrumentSeries ReadBars(string path)
    {
        string[][] rows = [.. File.ReadLines(path).Skip(1).Select(line => line.Split(','))];
        double[] Column(int i) => [.. rows.Select(row => double.Parse(row[i], CultureInfo.InvariantCulture))];
        return new InstrumentSeries(
            new Instrument("BTC/USDT", AssetClass.CryptoSpot), Timeframe.Day, Availability.Candle,
            rows.Select(row => UnixTime.FromDateTimeOffset(DateTimeOffset.Parse(row[0], CultureInfo.InvariantCulture))).ToArray(),
            new[] { ("open", 1), ("high", 2), ("low", 3), ("close", 4), ("volume", 6) }
                .Select(field => KeyValuePair.Create(field.Item1, (ReadOnlyMemory<double>)Column(field.Item2))));
    }

    private static double[] Numbers(JsonDocument document, string name) =>
        [.. document.RootElement.GetProperty(name).EnumerateArray().Select(value => value.GetDouble())];

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
