using Tradewind.Domain.Features;
using Tradewind.Domain.Market;

namespace Tradewind.Benchmarks;

/// <summary>The set of sixty common features of bars, in memory and live, through the public pipeline.</summary>
internal static class SixtyFeatures
{
    /// <summary>Instruments of the live case.</summary>
    public const int LiveInstruments = 200;

    private const int LiveUpdates = 400;

    /// <summary>The feature set; the average of 20 rows is the middle Bollinger band.</summary>
    public static FeatureSetSpec Spec { get; } = new()
    {
        Technical = TechnicalSpec.None with
        {
            Macd = new MacdSpec(),
            Bollinger = new BollingerSpec(DegreesOfFreedomLost: 0) { BandWidth = true },
            Stochastic = new StochasticSpec(),
            VwapWindow = 20,
            VwapPrice = VwapPrice.Close,
        },
        Momentum = new MomentumSpec { Columns = [] },
        Windows = new WindowsSpec
        {
            ReturnWindows = [1, 2, 3, 5, 10, 15, 20, 30, 60, 120],
            LogReturnWindows = [1],
            SmaWindows = [5, 10, 30, 50, 60, 100, 120, 150, 200],
            EmaWindows = [5, 10, 12, 20, 26, 50, 100, 200],
            RsiWindows = [7, 14, 28],
            ZScoreWindows = [20, 60, 120],
            VolatilityWindows = [5, 10, 20, 60, 120],
            AtrWindows = [7, 14, 28],
            StochasticWindows = [28],
            DonchianWindows = [20],
            VolumeRatioWindows = [20],
            PriceVolumeWindows = [20, 60, 120],
        },
    };

    /// <summary>The bars as an aligned frame.</summary>
    public static Frame Frame(BenchmarkBars bars)
    {
        (string Field, double[] Values)[] columns =
            [("open", bars.Open), ("high", bars.High), ("low", bars.Low), ("close", bars.Close), ("volume", bars.Volume)];
        return new Frame(bars.Times, Timeframe.Minute, everyDay: true, columns.Select(column => new FrameColumn(
            ColumnName.Of("BENCH", column.Field), "BENCH", AssetClass.CryptoSpot, column.Field, FieldKinds.Of(column.Field), column.Values)));
    }

    /// <summary>Computes all columns.</summary>
    public static void Compute(Frame frame, int threads)
    {
        FeatureResult result = FeaturePipeline.Compute(frame, Spec, new FeatureComputeOptions { MaximumThreads = threads });
        if (result.Engineered.Length != 60 || result.Warnings.Length > 0)
        {
            throw new InvalidOperationException($"{result.Engineered.Length} columns: {string.Join(' ', result.Warnings)}");
        }
    }

    /// <summary>Milliseconds of an update of all live instruments by one new bar each, and the bytes it allocated.</summary>
    public static (double Milliseconds, long Bytes) Live(Frame frame)
    {
        FeatureStream[] streams = [.. Enumerable.Range(0, LiveInstruments).Select(_ => new FeatureStream(frame.Prefix(0), Spec))];
        double[] row = new double[frame.Columns.Length];
        // Every instrument at another place of the series, so that their windows do not begin together.
        for (int i = 0; i < streams.Length; i++)
        {
            for (int past = 0; past < 250 + i; past++)
            {
                Update(frame, streams[i], past, row);
            }
        }

        Thread.Sleep(TimeSpan.FromMilliseconds(200)); // The compiler's second pass over what has become hot runs in the background.
        double[] seconds = new double[LiveUpdates];
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int update = 0; update < LiveUpdates; update++)
        {
            long start = System.Diagnostics.Stopwatch.GetTimestamp();
            for (int i = 0; i < streams.Length; i++)
            {
                Update(frame, streams[i], 250 + i + update, row);
            }

            seconds[update] = System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Array.Sort(seconds);
        return (seconds[LiveUpdates / 2] * 1000, bytes / LiveUpdates);
    }

    private static void Update(Frame frame, FeatureStream stream, int at, double[] row)
    {
        for (int i = 0; i < row.Length; i++)
        {
            row[i] = frame.Columns[i].Values.Span[at];
        }

        stream.Update(row);
    }
}
