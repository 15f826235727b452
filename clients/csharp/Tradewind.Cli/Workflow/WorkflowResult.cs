using Tradewind.Client;
using Tradewind.V1;

namespace Tradewind.Cli.Workflow;

/// <summary>What the steps found, as far as they have come.</summary>
internal sealed class WorkflowResult
{
    public required string Server { get; init; }

    public required DateTimeOffset Started { get; init; }

    public required bool Simulated { get; init; }

    public List<LoadedSource> Sources { get; } = [];

    public List<QualityReport> Quality { get; } = [];

    public WorkflowPortfolio? Portfolio { get; set; }

    public AlignmentReport? Alignment { get; set; }

    public FeatureReport? Features { get; set; }

    public Model? Model { get; set; }

    /// <summary>Credit regime; null when no credit index was loaded.</summary>
    public Backtest? Regime { get; set; }

    public ColumnTable? RegimeEquity { get; set; }

    public Backtest? Crossover { get; set; }

    public ColumnTable? CrossoverEquity { get; set; }

    public Feed? Feed { get; set; }

    public SignalStream? SignalStream { get; set; }

    public List<Signal> Signals { get; } = [];

    public Session? Session { get; set; }

    public ReplaySessionResponse? Replay { get; set; }

    /// <summary>Seconds a step took, in order.</summary>
    public List<(string Step, double Seconds)> Seconds { get; } = [];

    public int InstrumentCount => Portfolio is { } portfolio ? portfolio.Crypto.Count + portfolio.Others.Count : 0;

    public long RowCount => Sources.Sum(source => source.Report.RowCount);
}
