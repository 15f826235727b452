namespace Tradewind.Data.Tests.Alignment;

/// <summary>The folder of real market data, which is not part of the repository.</summary>
internal static class SharedData
{
    /// <summary>From <c>TRADEWIND_SHARED_DATA</c>, or <c>shared/data</c> beside the repository; null where there is none.</summary>
    public static string? Find()
    {
        if (Environment.GetEnvironmentVariable("TRADEWIND_SHARED_DATA") is { Length: > 0 } named)
        {
            return Directory.Exists(named) ? named : null;
        }

        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "shared", "data");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
