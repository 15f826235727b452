using System.Diagnostics;
using System.Runtime.InteropServices;
using Tradewind.Domain.Market;

namespace Tradewind.Testing;

/// <summary>The seeded random walk of <c>seeded_walk.py</c> as a series.</summary>
internal static class SeededWalk
{
    private const string Python = "/usr/bin/python3";

    /// <summary>Whether numpy, which draws the numbers, is there.</summary>
    public static bool IsAvailable => File.Exists(Python);

    /// <summary>Makes the bars.</summary>
    /// <param name="script">Path of the script.</param>
    /// <param name="kind"><c>daily</c> or <c>minute</c>.</param>
    /// <param name="file">Where the bars are written for other programs.</param>
    public static InstrumentSeries Make(string script, string kind, string file)
    {
        using (Process process = Process.Start(new ProcessStartInfo(Python, [script, kind, file]))!)
        {
            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                throw new InvalidOperationException($"{script} ended with {process.ExitCode}.");
            }
        }

        ReadOnlySpan<double> values = MemoryMarshal.Cast<byte, double>(File.ReadAllBytes(file));
        string[] fields = ["open", "high", "low", "close", "volume"];
        int width = fields.Length + 1;
        long[] times = new long[values.Length / width];
        double[][] columns = [.. fields.Select(_ => new double[times.Length])];
        for (int row = 0; row < times.Length; row++)
        {
            times[row] = (long)values[row * width] * UnixTime.Second;
            for (int field = 0; field < fields.Length; field++)
            {
                columns[field][row] = values[row * width + field + 1];
            }
        }

        return new InstrumentSeries(
            new Instrument("WALK", AssetClass.CryptoSpot), kind == "daily" ? Timeframe.Day : Timeframe.Minute, Availability.Candle, times,
            fields.Select((field, i) => KeyValuePair.Create(field, (ReadOnlyMemory<double>)columns[i])));
    }
}
