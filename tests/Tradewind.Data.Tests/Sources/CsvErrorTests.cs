using System.Text;
using Tradewind.Domain.Errors;
using Tradewind.Sources;

namespace Tradewind.Data.Tests.Sources;

public sealed class CsvErrorTests
{
    private const string Header = "Date,Open,High,Low,Close,Volume\n";
    private const string Good = "2024-01-01,1,2,0.5,1.5,10\n";

    [Theory]
    [InlineData("Date,Open,High,Low,Volume\n2024-01-01,1,2,0.5,10\n", "CSV_MISSING_COLUMN", "column Close")]
    [InlineData("Date,Open,Close\n2024-01-01,1,2\n", "CSV_MISSING_COLUMN", "column High")]
    [InlineData("Open,High,Low,Close\n1,1,1,1\n", "CSV_NO_DATE_COLUMN", "header")]
    [InlineData("date,name\n", "CSV_NO_ROWS", "line 1")]
    [InlineData(Header, "CSV_NO_ROWS", "line 1")]
    [InlineData("", "CSV_EMPTY", "file")]
    [InlineData("\n\r\n  \n", "CSV_EMPTY", "file")]
    [InlineData("date\n2024-01-01\n", "CSV_NO_VALUE_COLUMN", "header")]
    [InlineData("date,a,a\n2024-01-01,1,2\n", "CSV_DUPLICATE_COLUMN", "line 1, column a")]
    [InlineData("date,close,Close\n2024-01-01,1,2\n", "CSV_DUPLICATE_COLUMN", "line 1, column Close")]
    [InlineData(Header + "2024-02-30,1,2,0.5,1.5,10\n", "CSV_INVALID", "line 2, column Date")]
    [InlineData(Header + "yesterday,1,2,0.5,1.5,10\n", "CSV_INVALID", "line 2, column Date")]
    [InlineData(Header + ",1,2,0.5,1.5,10\n", "CSV_INVALID", "line 2, column Date")]
    [InlineData(Header + Good + "2024-01-02,1,2,0.5,abc,10\n", "CSV_INVALID", "line 3, column Close")]
    [InlineData(Header + Good + "2024-01-02,1,2,0.5,Infinity,10\n", "CSV_INVALID", "line 3, column Close")]
    [InlineData(Header + Good + "2024-01-02,1,2,0.5,1e999,10\n", "CSV_INVALID", "line 3, column Close")]
    [InlineData(Header + Good + "2024-01-02,1,2,0.5,\"1,500\",10\n", "CSV_INVALID", "line 3, column Close")]
    [InlineData(Header + Good + "2024-01-02,1,2,0.5,1.5,-1\n", "CSV_INVALID", "line 3, column Volume")]
    [InlineData(Header + Good + "2024-01-02,1,2,0.5\n", "CSV_INVALID", "line 3")]
    [InlineData(Header + Good + "2024-01-02,1,2,0.5,1.5,10,99\n", "CSV_INVALID", "line 3")]
    [InlineData(Header + Good + Good, "CSV_INVALID", "line 3, column Date")]
    [InlineData(Header + Good + "2024-01-03,1,2,0.5,1.5,10\n2024-01-02,1,2,0.5,1.5,10\n", "CSV_INVALID", "line 4, column Date")]
    [InlineData(Header + "2024-01-02,1,2,0.5,1.5,10\n" + Good, "CSV_DESCENDING", "column Date")]
    [InlineData("date,value\n2024-01-01,abc\n", "CSV_INVALID", "line 2, column value")]
    public void Names_the_place_of_what_is_wrong(string text, string reason, string field)
    {
        InvalidInputException error = Load.Failure(text);

        Assert.Equal(reason, error.Reason);
        Assert.Equal(field, error.Violations[0].Field);
        Assert.True(error.Violations[0].Description.Length > 20, "the description says what to do");
    }

    [Fact]
    public void A_wholly_descending_file_says_to_sort_and_loads_sorted()
    {
        const string Text = "date,value\n2024-01-03,3\n2024-01-02,2\n2024-01-01,1\n";

        Assert.Contains("sort_rows", Load.Failure(Text).Message, StringComparison.Ordinal);
        Assert.Equal([1.0, 2.0, 3.0], Load.Text(Text, options: new() { SortRows = true }).Values("value"));
    }

    [Fact]
    public void Sorting_does_not_hide_duplicates()
    {
        InvalidInputException error = Load.Failure("date,value\n2024-01-03,3\n2024-01-02,2\n2024-01-03,1\n", options: new() { SortRows = true });

        Assert.Equal("line 4, column date", error.Violations[0].Field);
        Assert.Contains("line 2", error.Violations[0].Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Collects_all_violations_and_lists_twenty()
    {
        StringBuilder text = new("date,a,b\n2024-01-01,1,1\n");
        for (int i = 0; i < 30; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"bad,{i},x\n");
        }

        InvalidInputException error = Load.Failure(text.ToString());

        Assert.Equal(20, error.Violations.Length);
        Assert.Contains("60 problems", error.Message, StringComparison.Ordinal);
        Assert.Equal(["line 3, column date", "line 3, column b"], error.Violations[..2].Select(v => v.Field));
    }

    [Fact]
    public void Line_numbers_count_blank_lines_and_line_ends_inside_quotes()
    {
        InvalidInputException error = Load.Failure("date,a,note\n\n2024-01-01,1,\"two\nlines\"\n\n2024-01-02,bad,x\n");

        Assert.Equal("line 6, column a", Assert.Single(error.Violations).Field);
    }

    [Fact]
    public void A_binary_file_is_refused() =>
        Assert.Equal("CSV_BINARY", Assert.Throws<InvalidInputException>(() => Load.Bytes([1, 2, 0, 4, 5, 6, 7, 8, 9, 10], "x.csv")).Reason);

    [Fact]
    public void Utf16_text_is_refused_with_advice() =>
        Assert.Equal("CSV_ENCODING", Assert.Throws<InvalidInputException>(() => Load.Bytes([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("date,v\n")], "x.csv")).Reason);

    [Fact]
    public void A_cut_off_gzip_file_is_refused()
    {
        byte[] packed = Load.Gzip("date,value\n" + string.Concat(Enumerable.Range(1, 2000).Select(i => $"{2000 + i / 28 / 12}-{i / 28 % 12 + 1:00}-{i % 28 + 1:00},{i * 0.37}\n")));

        Assert.Equal("CSV_GZIP_DAMAGED", Assert.Throws<InvalidInputException>(() => Load.Bytes([.. packed[..10], 0xFF, 0xFF, .. packed[12..]], "x.csv.gz")).Reason);
    }

    [Fact]
    public void An_endless_line_is_refused() =>
        Assert.Contains("unclosed quote", Load.Failure("date,value\n2024-01-01,\"" + new string('x', 3_000_000)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_header_of_thousands_of_columns_is_refused() =>
        Assert.Equal("CSV_TOO_LARGE", Load.Failure("date," + string.Join(',', Enumerable.Range(0, 5000).Select(i => $"c{i}")) + "\n2024-01-01\n").Reason);

    [Fact]
    public void A_misspelled_date_column_is_suggested() =>
        Assert.Contains("Did you mean 'TradeTime'?", Load.Failure("TradeTime,v\n2024-01-01,1\n", options: new() { DateColumn = "TradeTiem" }).Message, StringComparison.Ordinal);

    [Fact]
    public void An_unusable_instrument_id_is_refused() =>
        Assert.Equal("INSTRUMENT_ID_INVALID", Load.Failure("date,v\n2024-01-01,1\n", options: new() { InstrumentId = " x" }).Reason);

    [Fact]
    public async Task A_load_can_be_cancelled()
    {
        byte[] text = Encoding.UTF8.GetBytes("date,v\n2024-01-01,1\n");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            FileSource.LoadAsync(new MemoryStream(text), "x.csv", FileLoadOptions.Default, progress: null, new CancellationToken(canceled: true)));
    }
}
