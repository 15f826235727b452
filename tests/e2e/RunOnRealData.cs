namespace Tradewind.EndToEnd.Tests;

/// <summary>The main job on real crypto bars and a real workbook, done twice.</summary>
public sealed class RunOnRealData : IAsyncLifetime
{
    internal MainJob First { get; private set; } = null!;

    internal MainJob Second { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (SharedData.Folder is null)
        {
            return;
        }

        string[] files =
        [
            "--crypto", SharedData.File("crypto", "daily_yahoo", "BTC-USD.csv"),
            "--crypto", SharedData.File("crypto", "daily_yahoo", "ETH-USD.csv"),
            "--credit", SharedData.File("credit", "Economic_Data_2020_08_01.xlsx"),
        ];
        First = await MainJob.RunAsync(files);
        Second = await MainJob.RunAsync(files);
    }

    public Task DisposeAsync() => Task.CompletedTask;
}
