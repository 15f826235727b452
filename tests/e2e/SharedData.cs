namespace Tradewind.EndToEnd.Tests;

/// <summary>Real market data beside the repository.</summary>
internal static class SharedData
{
    /// <summary>The folder named by TRADEWIND_SHARED_DATA, or <c>shared/data</c> beside the repository; null where there is none.</summary>
    public static string? Folder { get; } = Find();

    /// <summary>Full path of a file below the folder.</summary>
    public static string File(params string[] parts) => Path.Combine([Folder!, .. parts]);

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("TRADEWIND_SHARED_DATA") is { Length: > 0 } named)
        {
            return Directory.Exists(named) ? Path.GetFullPath(named) : null;
        }

        for (DirectoryInfo? parent = Directory.GetParent(ProductFolder.Root); parent is not null; parent = parent.Parent)
        {
            string candidate = Path.Combine(parent.FullName, "shared", "data");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
