using Tradewind.Domain.Indicators;

namespace Tradewind.Benchmarks;

/// <summary>Indicators over a million rows. Each side writes all its outputs; ours does so by the fold that live streams use too.</summary>
internal static class FeaturesArea
{
    private const string Area = "features";

    private static readonly BenchmarkBars Bars = BenchmarkBars.Instance;
    private static readonly double[][] Outputs = [.. Enumerable.Range(0, 3).Select(_ => new double[BenchmarkBars.Count])];

    private static readonly (string Name, string Key, Action Run)[] Indicators =
    [
        ("SMA 20", "sma", () => Fold(new Sma(20))),
        ("EMA 20", "ema", () => Fold(new Ema(20))),
        ("RSI 14", "rsi", () => Fold(new Rsi(14))),
        ("MACD 12 26 9, line and signal", "macd", Macd),
        ("Bollinger 20, three bands", "bollinger", Bollinger),
        ("ATR 14", "atr", Atr),
        ("rolling correlation 60", "correlation", Correlation),
    ];

    public static void Run()
    {
        using PythonPeers peers = PythonPeers.Start(Bars);
        foreach ((string name, string key, Action run) in Indicators)
        {
            peers.Compare((Area, $"{name}, 1,000,000 rows", 1), "pandas", "pandas", $"pandas_{key}", run);
            if (key is "sma" or "ema" or "rsi")
            {
                peers.Compare((Area, $"{name}, 1,000,000 rows", null), "numba, one thread", "numba", $"numba_{key}", run);
            }

            peers.Compare((Area, $"{name}, 1,000,000 rows", null), "TA-Lib", "talib", $"talib_{key}", run);
        }
    }

    private static void Fold<T>(T indicator)
        where T : struct, IIndicator => IndicatorFold.Run(ref indicator, Bars.Close, Outputs[0]);

    private static void Macd()
    {
        var macd = new Macd(12, 26, 9);
        for (int i = 0; i < BenchmarkBars.Count; i++)
        {
            Outputs[0][i] = macd.Update(Bars.Close[i]);
            Outputs[1][i] = macd.Signal;
        }
    }

    private static void Bollinger()
    {
        var bands = new Bollinger(20);
        for (int i = 0; i < BenchmarkBars.Count; i++)
        {
            Outputs[0][i] = bands.Update(Bars.Close[i]);
            Outputs[1][i] = bands.Upper;
            Outputs[2][i] = bands.Lower;
        }
    }

    private static void Atr()
    {
        var atr = new Atr(14);
        IndicatorFold.Run(ref atr, Bars.High, Bars.Low, Bars.Close, Outputs[0]);
    }

    private static void Correlation()
    {
        var correlation = new RollingCorrelation(60);
        IndicatorFold.Run(ref correlation, Bars.Close, Bars.Volume, Outputs[0]);
    }
}
