using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Tradewind.Connectors.Tests;

/// <summary>Runs the conformance kit once against each connector; both at the same time.</summary>
public sealed partial class ConformanceRuns : IAsyncLifetime
{
    /// <summary>Profiles in the kit's folder.</summary>
    public static readonly IReadOnlyList<string> Connectors = ["ccxt", "bloomberg"];

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Dictionary<string, string> _outputs = [];

    /// <inheritdoc />
    public async Task InitializeAsync()
    {
        string[] outputs = await Task.WhenAll(Connectors.Select(RunAsync));
        foreach ((string connector, string output) in Connectors.Zip(outputs))
        {
            _outputs[connector] = output;
        }
    }

    /// <inheritdoc />
    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>Everything a run printed.</summary>
    public string OutputOf(string connector) => _outputs[connector];

    /// <summary>Cases that were run.</summary>
    public int CountOf(string connector) => ResultLine().Count(_outputs[connector]);

    /// <summary>The result of a case and what follows it; null when it was not run.</summary>
    public string? ResultOf(string connector, string name)
    {
        string output = _outputs[connector];
        Match result = ResultLine().Matches(output).FirstOrDefault(line => line.Groups["name"].Value == name)!;
        if (result is null)
        {
            return null;
        }

        Match next = result.NextMatch();
        return output[result.Index..(next.Success ? next.Index : output.Length)];
    }

    private static async Task<string> RunAsync(string connector)
    {
        string folder = Path.Combine(Repository.Root, "clients", "connectors", "conformance");
        ProcessStartInfo start = new("/usr/bin/python3") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        foreach (string argument in (string[])["-m", "tradewind_conformance", $"{connector}.json"])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["PYTHONPATH"] = Path.Combine(Repository.Root, "clients", "python");
        using Process process = Process.Start(start)!;
        using CancellationTokenSource patience = new(Patience);
        Task<string> output = process.StandardOutput.ReadToEndAsync(patience.Token);
        Task<string> errors = process.StandardError.ReadToEndAsync(patience.Token);
        try
        {
            await process.WaitForExitAsync(patience.Token);
            return await output + await errors;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return $"The kit did not end in {Patience}.";
        }
    }

    [GeneratedRegex("^(ok  |FAIL) (?<name>[a-z_]+)", RegexOptions.Multiline)]
    private static partial Regex ResultLine();
}
