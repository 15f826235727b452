using System.Diagnostics;
using System.Globalization;

namespace Tradewind.Benchmarks;

/// <summary>A program that answers each line of its input with one line; the first line it writes on its own says that it is ready.</summary>
internal sealed class PeerProgram : IDisposable
{
    private readonly Process _process;

    private PeerProgram(Process process) => _process = process;

    /// <summary>What the program wrote when it was ready, for a server its port.</summary>
    public string Greeting { get; private init; } = string.Empty;

    /// <summary>Largest resident memory the program has had, in MiB.</summary>
    public double PeakResidentMiB
    {
        get
        {
            string line = File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return double.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
        }
    }

    /// <summary>Starts a program.</summary>
    /// <param name="greets">Whether it says that it is ready.</param>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables to add.</param>
    /// <returns>The program; null where it does not start or ends at once.</returns>
    public static PeerProgram? Start(
        bool greets, string program, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            Process process = Process.Start(start)!;
            string? greeting = greets ? process.StandardOutput.ReadLine() : string.Empty;
            return greeting is null ? null : new PeerProgram(process) { Greeting = greeting };
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Sends a line and reads the answer.</summary>
    public string Ask(string line)
    {
        _process.StandardInput.WriteLine(line);
        return _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"The peer ended at \"{line}\".");
    }

    /// <summary>Sends a line and reads the answer, a number.</summary>
    public double AskNumber(string line) => double.Parse(Ask(line), CultureInfo.InvariantCulture);

    /// <summary>Waits for a program that ends by itself.</summary>
    public void WaitForEnd()
    {
        _process.StandardOutput.ReadToEnd();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
            if (!_process.WaitForExit(TimeSpan.FromSeconds(3)))
            {
                _process.Kill(entireProcessTree: true);
            }
        }

        _process.Dispose();
    }
}
