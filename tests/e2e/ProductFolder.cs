namespace Tradewind.EndToEnd.Tests;

/// <summary>Where the product's own files are: the repository above the test assembly, and its Release builds.</summary>
internal static class ProductFolder
{
    /// <summary>The folder that holds <c>run</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The server, as <c>./test</c> built it.</summary>
    public static string ServerAssembly { get; } = Path.Combine(Root, "server/Tradewind.Server/bin/Release/net10.0/Tradewind.Server.dll");

    /// <summary>The command line, as <c>./test</c> built it.</summary>
    public static string CliAssembly { get; } = Path.Combine(Root, "clients/csharp/Tradewind.Cli/bin/Release/net10.0/tradewind.dll");

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Tradewind.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds Tradewind.slnx.");
    }
}
