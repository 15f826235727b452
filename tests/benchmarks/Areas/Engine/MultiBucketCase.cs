using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Backtest;
using Tradewind.Domain.Market;

namespace Tradewind.Benchmarks;

/// <summary>The multi-bucket portfolio of 12 assets over 5 years of days, with everything a backtest reports.</summary>
internal static class MultiBucketCase
{
    private const int Assets = 12;
    private const int Days = 1825;
    private const double Aim = 100;

    // Compiled again after it has run for a while.
    private const int WarmUp = 20;

    public static void Run()
    {
        BacktestRequest request = new()
        {
            Bars = [.. Enumerable.Range(0, Assets).Select(Series)],
            Strategy = "multi_bucket",
            Options = new EngineOptions { MaxDrawdown = null, MaxPosition = null },
        };
        for (int run = 0; run < WarmUp; run++)
        {
            BacktestRunner.Run(request);
        }

        double milliseconds = Measurement.Medians(11, () => Measurement.Seconds(() => BacktestRunner.Run(request)))[0] * 1000;
        Row.Alone("engine", "multi-bucket portfolio of 12 assets over 1,825 days", "ms", milliseconds, $"aim: at most {Aim:0} ms", "no peer has the rules").Print();
    }

    // A common factor and noise of its own, seeded: what the assets share and when they part decides which rules have work.
    private static InstrumentSeries Series(int asset)
    {
        Random market = new(1);
        Random own = new(100 + asset);
        double[][] columns = [new double[Days], new double[Days], new double[Days], new double[Days]];
        long[] times = new long[Days];
        double close = 100 * (asset + 1);
        for (int day = 0; day < Days; day++)
        {
            double open = close;
            close *= Math.Exp(0.06 * (market.NextDouble() - 0.49) + 0.06 * (own.NextDouble() - 0.49));
            times[day] = UnixTime.FromDate(2020, 1, 1) + day * UnixTime.Day;
            (columns[0][day], columns[1][day], columns[2][day], columns[3][day]) =
                (open, Math.Max(open, close) * 1.01, Math.Min(open, close) * 0.99, close);
        }

        string[] names = ["open", "high", "low", "close"];
        string symbol = asset switch { 0 => "BTC", 1 => "ETH", 2 => "BNB", 3 => "ENA", _ => $"C{asset:00}" };
        return new InstrumentSeries(
            new Instrument($"{symbol}/USD", AssetClass.CryptoSpot) { LotSize = 0.000001m }, Timeframe.Day, Availability.Candle, times,
            names.Select((name, i) => KeyValuePair.Create(name, (ReadOnlyMemory<double>)columns[i])));
    }
}
