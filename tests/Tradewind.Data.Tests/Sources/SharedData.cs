namespace Tradewind.Data.Tests.Sources;

/// <summary>Real market data that lies beside the repository on some machines.</summary>
internal static class SharedData
{
    private static readonly string? Folder = Find();

    /// <summary>Path of a file; null, with a line in the test output, where the data is absent.</summary>
    public static string? Path(string relative)
    {
        string? path = Folder is null ? null : System.IO.Path.Combine(Folder, relative);
        if (path is not null && File.Exists(path))
        {
            return path;
        }

        Console.WriteLine($"Not run: shared data file {relative} is absent; set TRADEWIND_SHARED_DATA to its folder.");
        return null;
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("TRADEWIND_SHARED_DATA") is { Length: > 0 } given)
        {
            return given;
        }

        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string candidate = System.IO.Path.Combine(at.FullName, "shared", "data");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
