namespace Tradewind.Engine.Tests;

/// <summary>Real market data beside the repository; tests say so and return where it is absent.</summary>
internal static class SharedData
{
    /// <summary>Path of a file below the data folder, or null where it is absent.</summary>
    public static string? Find(string relative)
    {
        string? named = Environment.GetEnvironmentVariable("TRADEWIND_SHARED_DATA");
        if (!string.IsNullOrEmpty(named))
        {
            return Existing(Path.Combine(named, relative));
        }

        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Existing(Path.Combine(folder.FullName, "shared", "data", relative)) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static string? Existing(string path) => File.Exists(path) ? path : null;
}
