using System.Globalization;

namespace Tradewind.EndToEnd.Tests;

/// <summary>A CSV file of a million one-minute bars, made once for the tests of a class.</summary>
public sealed class MillionBars : IDisposable
{
    /// <summary>Bars in the file.</summary>
    public const int RowCount = 1_000_000;

    /// <summary>Instrument that the file's name stands for.</summary>
    public const string Instrument = "BTC/USD";

    private readonly TemporaryFolder _folder = new();

    public MillionBars()
    {
        Path = _folder.File("BTC-USD.csv");
        using StreamWriter file = new(Path);
        file.WriteLine("time,open,high,low,close,volume");
        Random random = new(11);
        long cents = 5_000_000;
        for (int row = 0; row < RowCount; row++)
        {
            long open = cents;
            cents += random.Next(-4_000, 4_001) - ((cents - 5_000_000) / 1_000);
            long high = Math.Max(open, cents) + random.Next(2_000);
            long low = Math.Min(open, cents) - random.Next(2_000);
            file.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{1_600_000_020 + (60L * row)},{open / 100m},{high / 100m},{low / 100m},{cents / 100m},{random.NextDouble() * 40:F6}"));
        }
    }

    /// <summary>Path of the file.</summary>
    public string Path { get; }

    public void Dispose() => _folder.Dispose();
}
