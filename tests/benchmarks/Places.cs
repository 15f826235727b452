namespace Tradewind.Benchmarks;

/// <summary>Where sources and results of the benchmarks lie in the repository.</summary>
internal static class Places
{
    /// <summary>Root of the repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A file or folder of the benchmarks' sources.</summary>
    public static string Source(params string[] path) => Path.Combine([Root, "tests", "benchmarks", .. path]);

    /// <summary>A folder for built and made things, ignored by git.</summary>
    public static string Artifacts(string name)
    {
        string folder = Path.Combine(Root, "artifacts", "bench", name);
        Directory.CreateDirectory(folder);
        return folder;
    }

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Tradewind.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} is the repository.");
    }
}
