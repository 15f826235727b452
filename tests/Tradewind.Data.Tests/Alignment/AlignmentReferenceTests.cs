using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Tradewind.Data.Tests.Storage;
using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Alignment;
using Xunit.Abstractions;

namespace Tradewind.Data.Tests.Alignment;

/// <summary>Agreement with pandas on real crypto, credit and Federal Reserve series.</summary>
public sealed class AlignmentReferenceTests(ITestOutputHelper output) : IDisposable
{
    // The interpreter for which the distribution packages pandas; another python3 first in the path may lack it.
    private const string SystemPython = "/usr/bin/python3";
    private const string Needs = "The reference needs python3 with pandas and openpyxl (Debian: python3-pandas, python3-openpyxl).";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Agrees_with_pandas_on_real_series()
    {
        if (SharedData.Find() is not { } shared)
        {
            output.WriteLine("Not run: set TRADEWIND_SHARED_DATA to the folder of real market data.");
            return;
        }

        RunReference(shared);
        InstrumentSeries[] daily =
        [
            Read("BTC", AssetClass.CryptoSpot, Availability.Candle, Timeframe.Day),
            Read("ETH", AssetClass.CryptoSpot, Availability.Candle, Timeframe.Day),
            Read("CREDIT", AssetClass.CreditIndex, Availability.Close, Timeframe.Day),
            Read("FRED", AssetClass.CreditIndex, Availability.NextBusinessDay, Timeframe.Day),
            Read("WALCL", AssetClass.Macro, Availability.H41, Timeframe.Week),
        ];
        InstrumentSeries[] mixed =
        [
            Read("HOURS", AssetClass.CryptoPerpetual, Availability.Candle, Timeframe.Hour),
            Read("LATE", AssetClass.CreditIndex, Availability.NextBusinessDay, Timeframe.Day),
        ];
        AlignmentSpec cut = new() { Start = AlignmentSample.Time("2018-01-02"), End = AlignmentSample.Time("2020-08-01") };

        Compare("outer", AlignmentSample.Align(cut, daily));
        Compare("business", AlignmentSample.Align(cut with { Calendar = AlignmentCalendar.Business }, daily));
        Compare("inner", AlignmentSample.Align(cut with { Method = AlignmentMethod.Inner, Fill = GapFill.None }, daily[..4]));
        Compare("left", AlignmentSample.Align(cut with { Method = AlignmentMethod.Left }, daily[..4]));
        Compare("daily_from_hours", AlignmentSample.Align(new AlignmentSpec(), mixed));
        Compare("hourly", AlignmentSample.Align(new AlignmentSpec { ResampleTo = Timeframe.Hour }, mixed));
    }

    private void RunReference(string shared)
    {
        string script = Path.Combine(AppContext.BaseDirectory, "Alignment", "alignment_reference.py");
        try
        {
            using Process python = Process.Start(new ProcessStartInfo
            {
                FileName = File.Exists(SystemPython) ? SystemPython : "python3",
                ArgumentList = { script, shared, _folder.FullName },
                RedirectStandardError = true,
            })!;
            string errors = python.StandardError.ReadToEnd();
            python.WaitForExit();
            Assert.True(python.ExitCode == 0, $"{Needs} It ended with:\n{errors}");
        }
        catch (Win32Exception exception)
        {
            Assert.Fail($"{Needs} It did not start: {exception.Message}");
        }
    }

    private InstrumentSeries Read(string name, AssetClass assetClass, Availability availability, Timeframe timeframe)
    {
        (string[] fields, long[] times, double[][] columns) = ReadCsv($"{name}.csv");
        return AlignmentSample.Series(name, assetClass, availability, timeframe, times, [.. fields.Zip(columns)]);
    }

    private void Compare(string name, AlignmentResult actual)
    {
        (string[] columns, long[] labels, double[][] expected) = ReadCsv($"expected_{name}.csv");
        Assert.Equal(labels, actual.Frame.Times.ToArray());
        Assert.Equal(columns, actual.Frame.Columns.Select(column => column.Name));
        for (int i = 0; i < columns.Length; i++)
        {
            double[] values = actual.Values(columns[i]);
            for (int row = 0; row < labels.Length; row++)
            {
                // Sums of volumes may round differently; everything else is the value itself.
                double tolerance = columns[i].EndsWith("_volume", StringComparison.Ordinal) ? 1e-12 * Math.Abs(expected[i][row]) : 0;
                bool same = expected[i][row].Equals(values[row]) || Math.Abs(expected[i][row] - values[row]) <= tolerance;
                Assert.True(same, $"{name}, {columns[i]} at {UnixTime.Format(labels[row])}: pandas {expected[i][row]:R}, here {values[row]:R}.");
            }
        }

        output.WriteLine($"{name}: {labels.Length} rows x {columns.Length} columns agree.");
    }

    private (string[] Columns, long[] Times, double[][] Values) ReadCsv(string name)
    {
        string[][] lines = [.. File.ReadLines(_folder.File(name)).Select(line => line.Split(','))];
        double Number(string cell) => cell.Length == 0 ? double.NaN : double.Parse(cell, CultureInfo.InvariantCulture);
        return (
            lines[0][1..],
            [.. lines[1..].Select(cells => long.Parse(cells[0], CultureInfo.InvariantCulture))],
            [.. Enumerable.Range(1, lines[0].Length - 1).Select(column => lines[1..].Select(cells => Number(cells[column])).ToArray())]);
    }
}
