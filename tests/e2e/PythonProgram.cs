namespace Tradewind.EndToEnd.Tests;

/// <summary>Python programs that use the client as it stands in the repository.</summary>
internal static class PythonProgram
{
    private static readonly Dictionary<string, string> Environment = new()
    {
        ["PYTHONPATH"] = Path.Combine(ProductFolder.Root, "clients/python"),
        ["PYTHONDONTWRITEBYTECODE"] = "1",
    };

    /// <summary>Runs a program of the repository; fails when it does.</summary>
    public static async Task<CommandResult> RunAsync(string program, params IEnumerable<string> arguments)
    {
        // Does nothing where the modules are up to date.
        (await ChildProcess.RunAsync(["clients/python/generate.sh"])).Expect(0);
        return (await ChildProcess.RunAsync(["/usr/bin/python3", program, .. arguments], environment: Environment)).Expect(0);
    }
}
