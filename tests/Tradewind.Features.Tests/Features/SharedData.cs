using System.Globalization;
using Tradewind.Domain.Market;

namespace Tradewind.Features.Tests.Features;

/// <summary>Real daily bars and credit spreads, where the shared data folder is at hand.</summary>
internal static class SharedData
{
    private const int FillLimit = 5;

    /// <summary>The folder named by TRADEWIND_SHARED_DATA, or <c>shared/data</c> beside a parent folder; null where there is none.</summary>
    public static string? Folder()
    {
        if (Environment.GetEnvironmentVariable("TRADEWIND_SHARED_DATA") is { Length: > 0 } named)
        {
            return Directory.Exists(named) ? named : null;
        }

        for (DirectoryInfo? parent = new(AppContext.BaseDirectory); parent is not null; parent = parent.Parent)
        {
            string candidate = Path.Combine(parent.FullName, "shared", "data");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }

    /// <summary>BTC and ETH bars with two option-adjusted spreads, every day from 2018, spreads filled forward over five rows.</summary>
    public static Frame CryptoAndCredit(string folder)
    {
        Dictionary<DateOnly, string[]> btc = Read(Path.Combine(folder, "crypto", "daily_yahoo", "BTC-USD.csv"));
        Dictionary<DateOnly, string[]> eth = Read(Path.Combine(folder, "crypto", "daily_yahoo", "ETH-USD.csv"));
        DateOnly[] days = [.. btc.Keys.Union(eth.Keys).Order()];
        List<FrameColumn> columns = [];
        foreach ((string id, Dictionary<DateOnly, string[]> rows) in new[] { ("BTC_USD", btc), ("ETH_USD", eth) })
        {
            (string Field, int Cell)[] fields = [("high", 2), ("low", 3), ("close", 4), ("volume", 6)];
            columns.AddRange(fields.Select(field => SampleFrames.Column(
                id, AssetClass.CryptoSpot, field.Field, [.. days.Select(day => Cell(rows, day, field.Cell))])));
        }

        foreach (string id in new[] { "BAMLH0A0HYM2", "BAMLC0A0CM" })
        {
            Dictionary<DateOnly, string[]> rows = Read(Path.Combine(folder, "credit", $"{id}.csv"));
            columns.Add(SampleFrames.Column(id, AssetClass.CreditIndex, "OAS", Fill([.. days.Select(day => Cell(rows, day, 1))])));
        }

        return new Frame(days.Select(UnixTime.FromDate).ToArray(), Timeframe.Day, everyDay: true, columns);
    }

    private static Dictionary<DateOnly, string[]> Read(string path) => File.ReadLines(path).Skip(1)
        .Select(line => line.Split(','))
        .ToDictionary(cells => DateOnly.ParseExact(cells[0][..10], "yyyy-MM-dd", CultureInfo.InvariantCulture));

    private static double Cell(Dictionary<DateOnly, string[]> rows, DateOnly day, int cell) =>
        rows.TryGetValue(day, out string[]? cells) && double.TryParse(cells[cell], CultureInfo.InvariantCulture, out double value) ? value : double.NaN;

    private static double[] Fill(double[] values)
    {
        int age = 0;
        for (int row = 1; row < values.Length; row++)
        {
            age = double.IsNaN(values[row]) ? age + 1 : 0;
            if (age is > 0 and <= FillLimit)
            {
                values[row] = values[row - 1];
            }
        }

        return values;
    }
}
