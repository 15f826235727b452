using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Tradewind.Transport.Tests;

/// <summary>A program on another gRPC implementation. It runs the cases named on its input and tells each outcome as a JSON line.</summary>
internal sealed class PeerProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _errors = new();
    private readonly string? _scratchFolder;

    /// <param name="program">Its interpreter.</param>
    /// <param name="arguments">Script and arguments.</param>
    /// <param name="environment">Variables to add.</param>
    /// <param name="scratchFolder">A folder to remove after, or null.</param>
    public PeerProcess(
        string program, IEnumerable<string> arguments, (string Name, string Value)? environment = null, string? scratchFolder = null)
    {
        _scratchFolder = scratchFolder;
        _process = Start(program, arguments, environment);
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors)
            {
                _errors.AppendLine(line.Data);
            }
        };
        _process.BeginErrorReadLine();
    }

    private string Errors
    {
        get
        {
            lock (_errors)
            {
                return _errors.ToString();
            }
        }
    }

    /// <summary>Runs a program that prepares something; it has to end well.</summary>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="packages">What to install when it does not.</param>
    public static void Require(string program, IEnumerable<string> arguments, string packages)
    {
        try
        {
            using Process process = Start(program, arguments, null);
            string errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, $"{program} failed; install {packages}. {errors}");
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            Assert.Fail($"{program} is not installed; install {packages}. {e.Message}");
        }
    }

    public async Task<string> ReadLineAsync() =>
        await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience)
        ?? throw new InvalidOperationException($"The peer ended. {Errors}");

    /// <summary>Runs one case; fails when the peer did not see what it expects.</summary>
    public async Task RunAsync(string testCase)
    {
        await _process.StandardInput.WriteLineAsync(testCase);
        await _process.StandardInput.FlushAsync();
        JsonElement outcome = JsonDocument.Parse(await ReadLineAsync()).RootElement;
        Assert.Equal(testCase, outcome.GetProperty("case").GetString());
        Assert.True(outcome.GetProperty("error").ValueKind == JsonValueKind.Null, $"{testCase}: {outcome.GetProperty("error")}");
    }

    /// <summary>Waits for the end of the program.</summary>
    /// <returns>What it wrote to its standard output.</returns>
    public async Task<string> FinishAsync()
    {
        string output = await _process.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
        await _process.WaitForExitAsync().WaitAsync(Patience);
        Assert.True(_process.ExitCode == 0, $"The peer failed after:\n{output}\n{Errors}");
        return output;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
        if (_scratchFolder is not null)
        {
            Directory.Delete(_scratchFolder, recursive: true);
        }
    }

    private static Process Start(string program, IEnumerable<string> arguments, (string Name, string Value)? environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (environment is { } variable)
        {
            start.Environment[variable.Name] = variable.Value;
        }

        return Process.Start(start)!;
    }
}
