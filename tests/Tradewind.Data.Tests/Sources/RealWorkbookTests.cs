using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Quality;
using Tradewind.Sources;

namespace Tradewind.Data.Tests.Sources;

/// <summary>The Bloomberg export beside the repository, with the defects documented there.</summary>
public sealed class RealWorkbookTests
{
    private static readonly Lazy<Task<LoadedData?>> Workbook = new(async () =>
        SharedData.Path("credit/Economic_Data_2020_08_01.xlsx") is { } path ? await Load.FileAsync(path) : null);

    [Fact]
    public async Task Has_every_row_and_instrument()
    {
        if (await LoadWorkbookAsync() is not { } data)
        {
            return;
        }

        Assert.Equal(32, data.Series.Sum(series => series.Fields.Length));
        Assert.All(data.Series, series => Assert.Equal(1995, series.Count));
        Assert.Equal(("2012-08-08", "2020-07-31"), (data.Dates()[0], data.Dates()[^1]));
        Assert.All(data.Quality, report => Assert.Equal(88, report.MissingPeriods));
        Assert.All(data.Quality, report => Assert.False(report.Has(QualityCode.WeekendRows)));
        Assert.Equal(["LF98TRUU Index", "LUACTRUU Index"], Ids(data, report => report.Columns.Any(column => column.Field == "OAS")));
        Assert.Equal("SHEET_FALLBACK", Assert.Single(data.Findings).Code);
    }

    [Fact]
    public async Task Columns_keep_their_names_in_a_frame()
    {
        if (await LoadWorkbookAsync() is not { } data)
        {
            return;
        }

        string[] names = [.. data.Series.SelectMany(series => series.Fields.Select(field => ColumnName.Of(series.Instrument.Id, field)))];

        Assert.Contains("LF98TRUU_Index_OAS", names);
        Assert.Contains("LUACTRUU_RATE_COMP", names);
        Assert.Contains("CDX_HY_SPREAD", names);
        Assert.Contains("LF98TRUU_Index_SPREAD_RATE_RATIO", names);
    }

    [Fact]
    public async Task Headers_with_a_blank_are_corrected_and_named()
    {
        if (await LoadWorkbookAsync() is not { } data)
        {
            return;
        }

        QualityFinding[] findings = [.. data.Quality.SelectMany(report => report.Findings).Where(finding => finding.Code == "HEADER_BLANK")];

        Assert.Equal(2, findings.Length);
        Assert.Contains(findings, finding => finding.Message.Contains("'LF98TRUU_Index_ SPREAD_RATE_RATIO'", StringComparison.Ordinal));
        Assert.Contains(findings, finding => finding.Message.Contains("'LUACTRUU_Index_ SPREAD_RATE_RATIO'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Exactly_the_columns_that_repeat_their_last_rows_are_stale()
    {
        if (await LoadWorkbookAsync() is not { } data)
        {
            return;
        }

        // The notes beside the data list five; the investment-grade SPREAD_DUR_RATIO repeats bit for bit over the same rows as well.
        string[] expected =
        [
            "LF98TRUU Index SPREAD_DUR_RATIO", "LF98TRUU Index SPREAD_RATE_RATIO", "LF98TRUU RATE_COMP",
            "LUACTRUU Index SPREAD_DUR_RATIO", "LUACTRUU Index SPREAD_RATE_RATIO", "LUACTRUU RATE_COMP",
        ];
        var stale = data.Quality.SelectMany(report => report.Findings
            .Where(finding => finding.Code == QualityCode.StaleTail).Select(finding => (report.Instrument.Id, Finding: finding))).ToList();

        Assert.Equal(expected, stale.Select(one => $"{one.Id} {one.Finding.Column}").Order(StringComparer.Ordinal));
        Assert.All(stale, one => Assert.Equal((1992, 3L, "2020-07-29"), (one.Finding.FirstRow!.Value, one.Finding.Count, UnixTime.Format(one.Finding.FirstTime!.Value))));
    }

    [Fact]
    public async Task Missing_starts_and_the_negative_oil_price_are_found()
    {
        if (await LoadWorkbookAsync() is not { } data)
        {
            return;
        }

        Assert.Equal(17, Report(data, "FED_BS").Columns[0].Missing);
        Assert.Equal(2, Report(data, "UNEMPLOY_NUM").Columns[0].Missing);
        Assert.Equal(-37.63, Report(data, "OIL").Columns[0].Min);
        Assert.Equal("2012-08-31", UnixTime.Format(Report(data, "FED_BS").Columns[0].FirstTime!.Value));
    }

    private static QualityReport Report(LoadedData data, string id) => Assert.Single(data.Quality, report => report.Instrument.Id == id);

    private static string[] Ids(LoadedData data, Func<QualityReport, bool> has) =>
        [.. data.Quality.Where(has).Select(report => report.Instrument.Id).Order(StringComparer.Ordinal)];

    private static Task<LoadedData?> LoadWorkbookAsync() => Workbook.Value;
}
