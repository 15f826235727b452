using System.Globalization;
using System.IO.Compression;
using Grpc.Core;
using Tradewind.Client;
using Tradewind.Testing;
using Tradewind.V1;
using Xunit.Abstractions;

namespace Tradewind.Server.Tests.RealData;

/// <summary>Loads the whole data folder over the contract and compares it with its description.</summary>
public sealed class EveryFileTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Every_file_loads_as_what_it_is_and_its_defects_are_found()
    {
        if (SharedFiles.Folder is not { } folder)
        {
            output.WriteLine("Not run: the folder of shared data is absent; set TRADEWIND_SHARED_DATA to it.");
            return;
        }

        await using TestServer server = await TestServer.StartAsync();
        List<string> wrong = [];
        output.WriteLine($"{"file",-52} {"lines",7} {"instruments",11} {"rows stored",11}  findings");
        foreach (IGrouping<string, FileFact> file in FileFacts.All.GroupBy(fact => fact.File))
        {
            string path = Path.Combine(folder, file.Key);
            if (!File.Exists(path))
            {
                output.WriteLine($"{file.Key}: absent");
                continue;
            }

            LoadReport report = await server.Client.UploadFileAsync(path, file.First().Options);
            SortedDictionary<string, long> findings = Findings(report);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{file.Key,-52} {Lines(path),7} {report.Quality.Count,11} {report.RowCount,11}  {string.Join(' ', findings.Select(found => $"{found.Key}={found.Value}"))}"));
            foreach (FileFact fact in file)
            {
                wrong.AddRange(Differences(fact, report, findings));
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory]
    [InlineData("news/Sentences_AllAgree.txt", "labelled sentences")]
    [InlineData("news/Sentences_50Agree.txt", "labelled sentences")]
    public async Task A_file_that_is_no_series_is_refused_with_what_it_is(string file, string what)
    {
        if (SharedFiles.Folder is not { } folder)
        {
            output.WriteLine("Not run: the folder of shared data is absent; set TRADEWIND_SHARED_DATA to it.");
            return;
        }

        await using TestServer server = await TestServer.StartAsync();
        RpcException error = await Assert.ThrowsAsync<RpcException>(() => server.Client.UploadFileAsync(Path.Combine(folder, file)));
        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        Assert.Contains(what, error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chosen_release_is_loaded_and_its_rows_are_known_from_it()
    {
        if (SharedFiles.Folder is not { } folder)
        {
            output.WriteLine("Not run: the folder of shared data is absent; set TRADEWIND_SHARED_DATA to it.");
            return;
        }

        await using TestServer server = await TestServer.StartAsync();
        LoadOptions options = new() { ReleaseDate = Day(2025, 12, 1) };
        await server.Client.UploadFileAsync(Path.Combine(folder, "oil/eia_steo_opec_monthly.csv"), options);
        ListObservationsResponse page = await server.Data.ListObservationsAsync(new ListObservationsRequest { InstrumentId = "STEO COPC_OPEC", PageSize = 100 });

        Assert.Equal(29.71, page.Observations[0].Values["value"]);
        Assert.Equal(Day(2025, 12, 1, 22), page.Observations[0].KnownTime);
        Observation forecast = page.Observations.First(row => row.Time == Day(2026, 6, 1));
        Assert.Equal((1.0, Day(2026, 6, 1, 22)), (forecast.Values["forecast"], forecast.KnownTime));
        PortfolioSpec portfolio = new() { Members = { MarketData.Member("STEO COPC_OPEC", "value") } };
        AlignmentReport aligned = (await server.Data.AlignPortfolio(new AlignPortfolioRequest { Portfolio = portfolio, ReportOnly = true }).ListAsync())[0].Report;
        Assert.Equal((Day(2025, 12, 1), 1), (aligned.FirstTime, aligned.Columns.Count));
        RpcException error = await Assert.ThrowsAsync<RpcException>(() => server.Client.UploadFileAsync(
            Path.Combine(folder, "oil/eia_steo_opec_monthly.csv"), new LoadOptions { ReleaseDate = Day(2024, 1, 1) }));
        Assert.Contains("it has 2025-11-01", error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_loaded_expiry_table_tells_when_old_Brent_contracts_stopped()
    {
        if (SharedFiles.Folder is not { } folder)
        {
            output.WriteLine("Not run: the folder of shared data is absent; set TRADEWIND_SHARED_DATA to it.");
            return;
        }

        await using TestServer server = await TestServer.StartAsync();
        ParseTickerRequest request = new() { Ticker = "CON15 Comdty", ReferenceTime = Day(2015, 1, 2) };
        Assert.Equal(Day(2015, 5, 29), (await server.Data.ParseTickerAsync(request)).Ticker.LastTradeDate);
        await server.Client.UploadFileAsync(Path.Combine(folder, "oil/futures_expiry_table.csv.gz"));
        Assert.Equal(Day(2015, 6, 15), (await server.Data.ParseTickerAsync(request)).Ticker.LastTradeDate);
        Ticker later = (await server.Data.ParseTickerAsync(new ParseTickerRequest { Ticker = "CO1 Comdty", ReferenceTime = Day(2024, 12, 30) })).Ticker;
        Assert.Equal((2, 2025, Day(2024, 12, 30)), (later.Month, later.Year, later.LastTradeDate));
    }

    private static IEnumerable<string> Differences(FileFact fact, LoadReport report, SortedDictionary<string, long> findings)
    {
        Instrument? instrument = report.Instruments.FirstOrDefault(candidate => candidate.Id == fact.Instrument);
        QualityReport? quality = report.Quality.FirstOrDefault(candidate => candidate.InstrumentId == fact.Instrument);
        if (instrument is null || quality is null)
        {
            yield return $"{fact.File}: no {fact.Instrument} but {string.Join(", ", report.Instruments.Select(candidate => candidate.Id))}";
            yield break;
        }

        SeriesSummary series = instrument.Series.First(candidate => candidate.Timeframe == quality.Timeframe);
        string unit = instrument.FieldDefinitions.FirstOrDefault()?.Unit ?? "";
        (string What, object Expected, object Actual)[] compared =
        [
            ("instruments", fact.Instruments, report.Instruments.Count),
            ("calendar", fact.Calendar, instrument.Calendar),
            ("availability", fact.Availability, series.Availability),
            ("rows", fact.Rows == 0 ? quality.RowCount : fact.Rows, quality.RowCount),
            ("unit", fact.Unit.Length == 0 ? unit : fact.Unit, unit),
            ("multiplier unit", fact.MultiplierUnit, instrument.MultiplierUnit),
            ("missing values", fact.Missing ?? 0, fact.Missing is null ? 0L : report.Quality.Sum(entry => entry.Columns.Sum(column => column.MissingCount))),
        ];
        foreach ((string what, object expected, object actual) in compared.Where(pair => !pair.Expected.Equals(pair.Actual) && pair.Expected.ToString() != pair.Actual.ToString()))
        {
            yield return $"{fact.File} {fact.Instrument}: {what} {actual}, expected {expected}";
        }

        foreach (string wanted in fact.Findings.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = wanted.Split('=');
            long count = parts[0].StartsWith('.')
                ? quality.Findings.Where(finding => finding.Code == parts[0][1..]).Sum(finding => finding.Count)
                : findings.GetValueOrDefault(parts[0]);
            if (count == 0 || (parts.Length == 2 && count != long.Parse(parts[1], CultureInfo.InvariantCulture)))
            {
                yield return $"{fact.File}: {parts[0]} {count}, expected {(parts.Length == 2 ? parts[1] : "some")}";
            }
        }
    }

    private static SortedDictionary<string, long> Findings(LoadReport report)
    {
        SortedDictionary<string, long> counts = new(StringComparer.Ordinal);
        foreach (QualityFinding finding in report.Quality.SelectMany(quality => quality.Findings).Concat(report.Notes))
        {
            counts[finding.Code] = counts.GetValueOrDefault(finding.Code) + finding.Count;
        }

        return counts;
    }

    private static string Lines(string path)
    {
        if (path.EndsWith(".xlsx", StringComparison.Ordinal) || path.EndsWith(".tar.gz", StringComparison.Ordinal))
        {
            return "-";
        }

        using Stream file = File.OpenRead(path);
        using Stream text = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using StreamReader reader = new(text);
        long lines = -1;
        while (reader.ReadLine() is not null)
        {
            lines++;
        }

        return lines.ToString(CultureInfo.InvariantCulture);
    }

    private static Google.Protobuf.WellKnownTypes.Timestamp Day(int year, int month, int day, int hour = 0) =>
        Google.Protobuf.WellKnownTypes.Timestamp.FromDateTime(new DateTime(year, month, day, hour, 0, 0, DateTimeKind.Utc));
}
