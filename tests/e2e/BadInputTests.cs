namespace Tradewind.EndToEnd.Tests;

/// <summary>What the command line says about wrong input, and that none of it is stored.</summary>
public sealed class BadInputTests(BadInputTests.EmptyServer empty) : IClassFixture<BadInputTests.EmptyServer>
{
    private const string Header = "time,open,high,low,close,volume\n";
    private const string GoodRow = "2020-01-01,1,2,0.5,1.5,5\n";

    [Theory]
    [InlineData("missing.csv", "time,open,high,low,volume\n2020-01-01,1,2,0.5,5\n", "CSV_MISSING_COLUMN", "column Close", "Add the column")]
    [InlineData("date.csv", Header + GoodRow + "2020-02-31,1,2,0.5,1.5,5\n", "CSV_INVALID", "line 3, column time", "Write dates as")]
    [InlineData("text.csv", Header + GoodRow + "2020-01-02,1,2,low,1.5,5\n", "CSV_INVALID", "line 3, column low", "Correct the cell")]
    [InlineData("duplicate.csv", Header + GoodRow + GoodRow, "CSV_INVALID", "line 3, column time", "Remove one of the rows")]
    [InlineData("descending.csv", Header + "2020-01-02,1,2,0.5,1.5,5\n" + GoodRow, "CSV_DESCENDING", "column time", "sort the file")]
    [InlineData("negative.csv", Header + GoodRow + "2020-01-02,1,2,0.5,1.5,-5\n", "CSV_INVALID", "line 3, column volume", "Correct or remove the row")]
    [InlineData("empty.csv", "", "CSV_EMPTY", "file", "Expected a header line and rows")]
    [InlineData("text.xlsx", "this is no workbook", "WORKBOOK_INVALID", "file", "Open it in Excel")]
    public async Task A_wrong_file_is_refused_whole_with_its_place_and_what_to_do(
        string name, string content, string reason, string place, string advice)
    {
        using TemporaryFolder folder = new();
        CommandResult load = (await empty.Server.CliAsync("data", "load", folder.Write(name, content))).Expect(1);
        Assert.StartsWith($"INVALID_ARGUMENT ({reason}): ", load.Error, StringComparison.Ordinal);
        Assert.Contains(place, load.Error, StringComparison.Ordinal);
        Assert.Contains(advice, load.Error, StringComparison.Ordinal);
        Assert.Empty((await empty.Server.CliAsync("data", "list", "--json")).Expect(0).Json.AsArray());
    }

    [Fact]
    public async Task A_problem_is_told_once()
    {
        using TemporaryFolder folder = new();
        CommandResult load = (await empty.Server.CliAsync("data", "load", folder.Write("date.csv", Header + "yesterday,1,2,0.5,1.5,5\n"))).Expect(1);
        Assert.Single(System.Text.RegularExpressions.Regex.Matches(load.Error, "expected a date"));
    }

    /// <summary>A server without data.</summary>
    public sealed class EmptyServer : IAsyncLifetime
    {
        private readonly TemporaryFolder _data = new();

        internal ServerProcess Server { get; private set; } = null!;

        public async Task InitializeAsync() => Server = await ServerProcess.StartAsync(_data.Path);

        public async Task DisposeAsync()
        {
            await Server.DisposeAsync();
            _data.Dispose();
        }
    }
}
