namespace Tradewind.Server.Tests.RealData;

/// <summary>Folder of real market data that lies beside the repository on some machines.</summary>
internal static class SharedFiles
{
    /// <summary>The folder; null where the data is absent.</summary>
    public static string? Folder { get; } = Find();

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("TRADEWIND_SHARED_DATA") is { Length: > 0 } given)
        {
            return given;
        }

        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string candidate = Path.Combine(at.FullName, "shared", "data");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
