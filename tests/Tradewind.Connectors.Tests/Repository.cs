namespace Tradewind.Connectors.Tests;

/// <summary>Where the sources of the product are.</summary>
internal static class Repository
{
    /// <summary>Folder of the solution.</summary>
    public static readonly string Root = Find();

    private static string Find()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Tradewind.slnx")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new DirectoryNotFoundException("The tests do not run inside the repository.");
    }
}
