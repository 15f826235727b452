using Tradewind.Domain.Indicators;
using Tradewind.Domain.Market;

namespace Tradewind.Benchmarks;

/// <summary>Indicators over a million rows. Each side writes all its outputs; ours does so by the fold that live streams use too.</summary>
internal static class FeaturesArea
{
    private const string Area = "features";

    private static readonly BenchmarkBars Bars = BenchmarkBars.Instance;
    private static readonly double[][] Outputs = [.. Enumerable.Range(0, 4).Select(_ => new double[BenchmarkBars.Count])];

    private static readonly (string Name, string Key, Action Run)[] Indicators =
    [
        ("SMA 20", "sma", () => Fold(new Sma(20))),
        ("EMA 20", "ema", () => Fold(new Ema(20))),
        ("RSI 14", "rsi", () => Fold(new Rsi(14))),
        ("MACD 12 26 9, line and signal", "macd", Macd),
        ("Bollinger 20, three bands", "bollinger", Bollinger),
        ("ATR 14", "atr", Atr),
        ("stochastic 14 3", "stochastic", Stochastic),
        ("rolling correlation 60", "correlation", Correlation),
    ];

    // At most 1.15 times its time.
    private const double TaLibTarget = 0.87;

    private const int Assets = 100;
    private const double MatrixTarget = 60;

    // Milliseconds for a million rows, both on one machine.
    private const double RecordedSixtyByNumba = 174;

    private static readonly Dictionary<string, double> RecordedTaLib = new()
    {
        ["sma"] = 0.945, ["ema"] = 1.89, ["rsi"] = 5.27, ["macd"] = 12.6, ["bollinger"] = 4.19, ["atr"] = 4.65, ["stochastic"] = 8.62,
        ["correlation"] = 5.68,
    };

    public static void Run()
    {
        using PythonPeers peers = PythonPeers.Start(Bars);
        foreach ((string name, string key, Action run) in Indicators)
        {
            WarmUp(run);
            peers.Compare((Area, $"{name}, 1,000,000 rows", 1), "pandas", "pandas", $"pandas_{key}", run);
            if (key is "sma" or "ema" or "rsi")
            {
                peers.Compare((Area, $"{name}, 1,000,000 rows", null), "numba, one thread", "numba", $"numba_{key}", run);
            }

            CompareWithTaLib(peers, name, key, run);
        }

        CompareSixty(peers);
        (double[] rows, Action matrices) = CorrelationMatrices();
        WarmUp(matrices, 5);
        peers.Compare(
            (Area, $"rolling correlation matrix, {Assets} assets, window 60, {rows.Length / Assets:N0} rows", MatrixTarget), "pandas", "pandas", "pandas_matrix", matrices, rounds: 3);
    }

    // Changes of the close laid out as rows of assets, as the peer does; every matrix is written to its own memory.
    private static (double[] Rows, Action Run) CorrelationMatrices()
    {
        const int Rows = 2_499;
        double[] changes = [.. Enumerable.Range(1, Rows * Assets).Select(i => Bars.Close[i] - Bars.Close[i - 1])];
        double[] matrices = new double[Rows * Assets * Assets];
        return (changes, () =>
        {
            var matrix = new RollingCorrelationMatrix(Assets, 60);
            for (int row = 0; row < Rows; row++)
            {
                matrix.Update(changes.AsSpan(row * Assets, Assets), matrices.AsSpan(row * Assets * Assets, Assets * Assets));
            }
        });
    }

    // Where the library is missing, its time on the machine it was recorded on stands in, scaled by what numba took there and takes here.
    private static void CompareWithTaLib(PythonPeers peers, string name, string key, Action run)
    {
        string testCase = $"{name}, 1,000,000 rows";
        if (peers.Has("talib") || !peers.Has("numba"))
        {
            peers.Compare((Area, testCase, TaLibTarget), "TA-Lib", "talib", $"talib_{key}", run);
            return;
        }

        double scale = peers.Seconds("numba_sixty_one_thread") * 1000 / RecordedSixtyByNumba;
        double ours = Measurement.Medians(7, () => Measurement.Seconds(run))[0] * 1000;
        Row row = Row.OfTimes(Area, testCase, "ms", ours, "TA-Lib, recorded", RecordedTaLib[key] * scale, TaLibTarget);
        (row with { Note = $"{RecordedTaLib[key]} ms where numba made the 60 features in {RecordedSixtyByNumba} ms" }).Print();
    }

    // The same work on both sides in each row; targets leave the machine's speed out, since both are measured in turn.
    private static void CompareSixty(PythonPeers peers)
    {
        const string Case = "60 features, 1,000,000 bars";
        Frame frame = SixtyFeatures.Frame(Bars);
        Action oneThread = () => SixtyFeatures.Compute(frame, threads: 1);
        Action twoThreads = () => SixtyFeatures.Compute(frame, threads: 2);
        peers.Compare((Area, $"{Case}, one thread", 1), "numba, one thread", "numba", "numba_sixty_one_thread", oneThread);
        peers.Compare((Area, $"{Case}, two threads", 1.137), "numba, two threads", "numba", "numba_sixty_two_threads", twoThreads);
        peers.Compare((Area, $"{Case}, one thread", 1), "pandas", "pandas", "pandas_sixty", oneThread, rounds: 3);

        (double milliseconds, long bytes) = SixtyFeatures.Live(frame);
        string update = $"live update, {SixtyFeatures.LiveInstruments} instruments x 60 features";
        Row row = Row.OfTimes(Area, update, "ms", milliseconds, "limit", 1, 1);
        (row with { Note = $"median; {bytes} bytes allocated an update" }).Print();
    }

    /// <summary>A server computes the same indicators again and again; what is compared is the code that it settles on.</summary>
    private static void WarmUp(Action run, int times = 120)
    {
        for (int i = 0; i < times; i++)
        {
            run();
        }
    }

    private static void Fold<T>(T indicator)
        where T : struct, IIndicator => IndicatorFold.Run(ref indicator, Bars.Close, Outputs[0]);

    private static void Macd()
    {
        var macd = new Macd(12, 26, 9);
        macd.Update(Bars.Close, Outputs[0], Outputs[1], Outputs[2]);
    }

    private static void Bollinger()
    {
        var bands = new Bollinger(20);
        bands.Update(Bars.Close, Outputs[0], Outputs[1], Outputs[2], Outputs[3]);
    }

    private static void Stochastic()
    {
        var stochastic = new Stochastic(14, 3);
        stochastic.Update(Bars.High, Bars.Low, Bars.Close, Outputs[0], Outputs[1]);
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
