namespace Tradewind.Benchmarks;

/// <summary>The Python program with the work of pandas, numba, TA-Lib, sqlite3, xgboost and numpy.</summary>
internal sealed class PythonPeers : IDisposable
{
    private readonly PeerProgram? _program;

    private PythonPeers(PeerProgram? program) => _program = program;

    public static PythonPeers Start(BenchmarkBars bars, string? walk = null) => new(PeerProgram.Start(
        true, "/usr/bin/python3", [Places.Source("python", "peers.py"), bars.Folder, .. walk is null ? Array.Empty<string>() : [walk]]));

    /// <summary>Whether a library is installed; that of Python itself always is.</summary>
    public bool Has(string library) => _program is not null && (library.Length == 0 || _program.Greeting.Split(' ').Contains(library));

    /// <summary>Compares times of the same work and prints the row.</summary>
    /// <param name="row">Area, case and target.</param>
    /// <param name="peerName">What the peer is.</param>
    /// <param name="library">What it needs; empty for Python alone.</param>
    /// <param name="peerCase">Its case in the program.</param>
    /// <param name="ours">Our work.</param>
    /// <param name="rounds">Measured rounds.</param>
    public void Compare(
        (string Area, string Case, double? Target) row, string peerName, string library, string peerCase, Action ours, int rounds = 7)
    {
        Func<double> timed = () => Measurement.Seconds(ours);
        if (!Has(library))
        {
            double alone = Measurement.Medians(rounds, timed)[0] * 1000;
            Row.Alone(row.Area, row.Case, "ms", alone, peerName, "the peer is not installed").Print();
            return;
        }

        double[] seconds = Measurement.Medians(rounds, timed, () => _program!.AskNumber(peerCase));
        Row.OfTimes(row.Area, row.Case, "ms", seconds[0] * 1000, peerName, seconds[1] * 1000, row.Target).Print();
    }

    /// <summary>Seconds a peer takes for a case.</summary>
    public double Seconds(string peerCase) => Measurement.Medians(rounds: 3, () => _program!.AskNumber(peerCase))[0];

    public void Dispose() => _program?.Dispose();
}
