using System.Diagnostics;

namespace Tradewind.EndToEnd.Tests;

/// <summary>Programs started the way a user starts them: by name, from a folder, without settings of the test run.</summary>
internal static class ChildProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Starts a program with both outputs redirected.</summary>
    /// <param name="command">Program and arguments.</param>
    /// <param name="folder">Working folder; null for the repository's root.</param>
    /// <param name="environment">Variables to add.</param>
    public static Process Start(IReadOnlyList<string> command, string? folder = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        string workingFolder = folder ?? ProductFolder.Root;
        // A path is looked up in the caller's folder otherwise, not in the new process's.
        string program = command[0].Contains('/', StringComparison.Ordinal) ? Path.Combine(workingFolder, command[0]) : command[0];
        ProcessStartInfo start = new(program, command.Skip(1))
        {
            WorkingDirectory = workingFolder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // A test runner tells its children which MSBuild to use, and the caller of the tests may have settings of the server in
        // the environment: neither is there when a user starts the program.
        foreach (string name in start.Environment.Keys.Where(IsForeign).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        Process process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="TimeoutException">It did not end; it was killed, and the message holds what it wrote.</exception>
    public static async Task<CommandResult> RunAsync(
        IReadOnlyList<string> command, string? folder = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        using Process process = Start(command, folder, environment);
        return await FinishAsync(process);
    }

    /// <summary>Waits for the end of a program.</summary>
    public static async Task<CommandResult> FinishAsync(Process process)
    {
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        Task end = Task.WhenAll(output, error, process.WaitForExitAsync());
        if (await Task.WhenAny(end, Task.Delay(Patience)) != end)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{process.StartInfo.FileName} did not end within {Patience}:\n{await output}\n{await error}");
        }

        return new CommandResult(process.ExitCode, await output, await error);
    }

    private static bool IsForeign(string name) =>
        name.StartsWith("TRADEWIND_", StringComparison.Ordinal)
        || name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("VSTEST", StringComparison.OrdinalIgnoreCase);
}
