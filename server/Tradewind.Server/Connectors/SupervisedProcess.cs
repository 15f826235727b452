using System.Diagnostics;
using System.Globalization;
using Tradewind.Server.Hosting;
using Tradewind.Server.Mapping;
using Tradewind.V1;

namespace Tradewind.Server.Connectors;

/// <summary>A connector's process: started with the server, started again after a pause that doubles while it keeps failing, stopped with the server.</summary>
internal sealed class SupervisedProcess(ConnectorProcessOptions connector, double restartSeconds, string serverAddress, TimeProvider clock, ILogger logger)
{
    private const double LongestPauseSeconds = 60;

    /// <summary>A process that ran this long had started well; the next pause is the shortest again.</summary>
    private static readonly TimeSpan StartedWell = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(3);

    /// <summary>Variables every process needs to find programs, files and its language. All others are named in the configuration or kept back.</summary>
    private static readonly string[] AlwaysPassed = ["PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "TEMP", "TMP", "SystemRoot"];

    private readonly Lock _gate = new();
    private ConnectorProcess _state = new();

    /// <summary>Name of the connector.</summary>
    public string Name => connector.Name;

    /// <summary>Where it stands.</summary>
    public ConnectorProcess Describe()
    {
        lock (_gate)
        {
            return _state.Clone();
        }
    }

    /// <summary>Keeps the process running until the token is cancelled, and then stops it.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        int failures = 0;
        for (int starts = 0; !stop.IsCancellationRequested; starts++)
        {
            long started = clock.GetTimestamp();
            string outcome = await RunOnceAsync(starts, stop).ConfigureAwait(false);
            if (stop.IsCancellationRequested)
            {
                break;
            }

            failures = clock.GetElapsedTime(started) >= StartedWell ? 1 : failures + 1;
            TimeSpan pause = TimeSpan.FromSeconds(Math.Min(LongestPauseSeconds, restartSeconds * Math.Pow(2, Math.Min(failures - 1, 30))));
            logger.LogWarning("Connector {Connector} {Outcome}; it is started again in {Seconds} s", Name, outcome, pause.TotalSeconds);
            Set(new ConnectorProcess { RestartCount = starts, NextStartTime = ProtoTime.ToTimestamp(ProtoTime.NowNanoseconds(clock) + (long)pause.TotalNanoseconds) });
            await Task.Delay(pause, clock, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Set(new ConnectorProcess { RestartCount = Describe().RestartCount });
    }

    private async Task<string> RunOnceAsync(int restarts, CancellationToken stop)
    {
        using Process process = new() { StartInfo = StartInfo() };
        process.OutputDataReceived += (_, line) => Forward(line.Data);
        process.ErrorDataReceived += (_, line) => Forward(line.Data);
        try
        {
            process.Start();
        }
        catch (Exception error) when (error is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            return $"could not be started: {error.Message}";
        }

        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        Set(new ConnectorProcess { Running = true, ProcessId = process.Id, RestartCount = restarts });
        logger.LogInformation("Connector {Connector} runs as process {Process}", Name, process.Id);
        await process.WaitForExitAsync(stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!process.HasExited)
        {
            await StopAsync(process).ConfigureAwait(false);
        }

        return string.Create(CultureInfo.InvariantCulture, $"ended with exit code {process.ExitCode}");
    }

    // The end of standard input is the sign to stop that every language and platform can wait for; who ignores it is killed.
    private static async Task StopAsync(Process process)
    {
        process.StandardInput.Close();
        using CancellationTokenSource patience = new(StopPatience);
        await process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    private ProcessStartInfo StartInfo()
    {
        ProcessStartInfo start = new(connector.Command)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = connector.WorkingDirectory,
        };
        foreach (string argument in connector.Arguments)
        {
            start.ArgumentList.Add(argument);
        }

        string[] passed = [.. AlwaysPassed, .. connector.Environment];
        foreach (string variable in start.Environment.Keys.Except(passed, StringComparer.Ordinal).ToArray())
        {
            start.Environment.Remove(variable);
        }

        start.Environment["TRADEWIND_SERVER"] = serverAddress;
        start.Environment["TRADEWIND_CONNECTOR_NAME"] = connector.Name;
        start.Environment["TRADEWIND_SUPERVISED"] = "1";
        return start;
    }

    private void Forward(string? line)
    {
        if (!string.IsNullOrWhiteSpace(line))
        {
            logger.LogInformation("{Connector}: {Line}", Name, WithoutSecrets(line));
        }
    }

    // Whatever the connector prints: values of the variables it was given must not reach the log.
    private string WithoutSecrets(string line)
    {
        foreach (string name in connector.Environment)
        {
            if (Environment.GetEnvironmentVariable(name) is { Length: >= 4 } secret)
            {
                line = line.Replace(secret, $"<{name}>", StringComparison.Ordinal);
            }
        }

        return line;
    }

    private void Set(ConnectorProcess state)
    {
        lock (_gate)
        {
            _state = state;
        }
    }
}
