namespace Tradewind.EndToEnd.Tests;

public sealed class SimulatedDataTests
{
    [Fact]
    public async Task Without_files_two_runs_give_the_same_simulated_figures()
    {
        MainJob first = await MainJob.RunAsync();
        Assert.True(first.Figure<bool>("data.simulated"));
        Assert.True(first.Figure<int>("backtest.trades") > 0);
        Assert.True(first.Figure<int>("signals.received") > 0);
        Assert.True(first.Figure<bool>("paper.replay_identical"));
        Assert.Equal(first.Repeatable(), (await MainJob.RunAsync()).Repeatable());

        string[] sections = Sections(first.Page);
        Assert.Equal(9, sections.Length);
        Assert.All(sections, section => Assert.Contains("SIMULATED", section, StringComparison.Ordinal));
    }

    /// <summary>The numbered sections of the page.</summary>
    private static string[] Sections(string page)
    {
        string[] lines = page.Split('\n');
        int[] starts = [.. Enumerable.Range(0, lines.Length).Where(i => lines[i].Length > 1 && char.IsAsciiDigit(lines[i][0]) && lines[i][1] == '.')];
        return [.. starts.Select((start, i) => string.Join('\n', lines[start..(i + 1 < starts.Length ? starts[i + 1] : lines.Length)]))];
    }
}
