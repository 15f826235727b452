using Spectre.Console;
using Tradewind.Cli.Commands;
using Tradewind.Cli.Output;
using Tradewind.Client;
using Tradewind.V1;

namespace Tradewind.Cli.Workflow;

/// <summary>The result as one readable page, a numbered section a step.</summary>
internal sealed class WorkflowPage(Terminal terminal, WorkflowResult result)
{
    /// <summary>Series named in a line; a workbook has dozens.</summary>
    private const int MostNamed = 6;

    private int _section;

    public void Title() => terminal.Line(
        $"Tradewind workflow on {result.Server}" + (result.Simulated ? $", {Wording.Simulated} data" : string.Empty), new Style(decoration: Decoration.Bold));

    public void Load()
    {
        Section("Load");
        foreach (LoadedSource source in result.Sources)
        {
            terminal.Line($"   {source.Name}: {Wording.Count(source.Report.RowCount)} rows, {Wording.Count(source.Report.Instruments.Count, "instrument")}");
        }

        ResultTable table = new("Instrument", "Class", "Timeframe", ">Rows", "First", "Last", "Fields", "");
        foreach (Instrument instrument in result.Portfolio!.Crypto.Concat(result.Portfolio.Others))
        {
            SeriesSummary series = WorkflowPortfolio.SeriesOf(instrument);
            table.Row(
                instrument.Id,
                Wording.Of(instrument.AssetClass),
                series.Timeframe,
                Wording.Count(series.RowCount),
                Wording.Time(series.FirstTime),
                Wording.Time(series.LastTime),
                string.Join(' ', series.Fields),
                Wording.Label(instrument.Simulated));
        }

        table.WriteTo(terminal, "   Nothing was loaded.");
    }

    public void Quality()
    {
        Section("Data quality");
        foreach (IGrouping<QualityStatus, QualityReport> status in result.Quality.GroupBy(report => report.Status).OrderByDescending(status => status.Key))
        {
            string[] ids = [.. status.Select(report => report.InstrumentId)];
            string more = ids.Length > MostNamed ? $" and {ids.Length - MostNamed} more" : string.Empty;
            terminal.Line($"   {ids.Length} of {result.Quality.Count} series {Verdict(status.Key)}: {string.Join(", ", ids.Take(MostNamed))}{more}");
        }

        IEnumerable<(string Where, QualityFinding Finding)> notes =
            result.Sources.SelectMany(source => source.Report.Notes.Select(finding => (source.Name, finding)));
        IEnumerable<(string Where, QualityFinding Finding)> findings =
            result.Quality.SelectMany(report => report.Findings.Select(finding => ($"{report.InstrumentId} {finding.Column}".TrimEnd(), finding)));

        // One line a kind of finding: a workbook with thirty series would fill the page with repetitions otherwise.
        foreach (IGrouping<string, (string Where, QualityFinding Finding)> kind in
            notes.Concat(findings).GroupBy(found => found.Finding.Code).OrderByDescending(kind => kind.Max(found => found.Finding.Severity)))
        {
            (string where, QualityFinding first) = kind.MaxBy(found => found.Finding.Severity);
            int more = kind.Count() - 1;
            terminal.Line(
                $"   {Wording.Of(first.Severity)} {first.Code} in {where}{(more > 0 ? $" and {more} more" : string.Empty)}: {first.Message}",
                QualityView.StyleOf(first.Severity));
            if (first.Advice.Length > 0 && first.Severity > Severity.Info)
            {
                terminal.Line($"      {first.Advice}");
            }
        }
    }

    private static string Verdict(QualityStatus status) => status switch
    {
        QualityStatus.Ok => "with nothing worth a warning",
        QualityStatus.Error => "not fit for use as they are",
        _ => "usable, with findings worth a look",
    };

    public void Alignment()
    {
        AlignmentReport report = result.Alignment!;
        Section("Alignment");
        terminal.Line(
            $"   {Wording.Count(report.RowCount)} rows x {report.Columns.Count} columns, {Wording.Time(report.FirstTime)} to {Wording.Time(report.LastTime)}, " +
            "outer join as of the time known, filled forward at most 5 rows");
        terminal.Line($"   All instruments have values from {Wording.Time(report.OverlapFirstTime)} to {Wording.Time(report.OverlapLastTime)}: the study period");
        terminal.Line($"   {Wording.Count(report.Columns.Sum(column => column.FilledCount))} values carried forward");
        Warnings(report.Warnings);
    }

    public void Features()
    {
        FeatureReport report = result.Features!;
        Section("Features");
        terminal.Line(
            $"   {Wording.Count(report.FeatureColumnCount)} features from {Wording.Count(report.RawColumnCount)} columns, " +
            $"{Wording.Count(report.CompleteRowCount)} of {Wording.Count(report.RowCount)} rows complete " +
            $"({Wording.Time(report.FirstCompleteTime)} to {Wording.Time(report.LastCompleteTime)})");
        if (report.DroppedColumns.Count > 0)
        {
            terminal.Line($"   left out, no value at all: {string.Join(", ", report.DroppedColumns)}");
        }

        Warnings(report.Warnings);
        terminal.Line($"   lineage {report.Lineage?.Id}");
    }

    public void Training()
    {
        Model model = result.Model!;
        Section("Walk-forward training");
        HorizonResult? horizon = model.Horizons.FirstOrDefault();
        terminal.Line($"   {model.ModelType}, {Wording.Of(model.TargetMode)} of {model.TargetColumn} {horizon?.Horizon} rows ahead, {model.Features.Count} features");
        if (horizon?.WalkForward is { } walkForward)
        {
            terminal.Line($"   {ModelView.Summary(walkForward)}", ModelView.VerdictStyle(walkForward));
            ModelView.Folds(walkForward).WriteTo(terminal, "   No folds.");
        }

        if (horizon is { Importances.Count: > 0 })
        {
            terminal.Line("   most used: " + string.Join(
                ", ", horizon.Importances.Take(5).Select(importance => $"{importance.Feature} {Wording.Percent(importance.Importance)}")));
        }

        Warnings(model.Warnings);
        terminal.Line($"   lineage {model.Lineage?.Id}");
    }

    public void Backtests()
    {
        Section("Backtests with costs");
        if (result.Regime is null)
        {
            Warnings(["no credit index was loaded: the credit regime strategy is left out"]);
        }

        Backtest(result.Regime, result.RegimeEquity);
        Backtest(result.Crossover, result.CrossoverEquity);
    }

    public void Feed()
    {
        Section("Live feed");
        Feed feed = result.Feed!;
        terminal.Line(feed.KindCase == V1.Feed.KindOneofCase.Simulation
            ? $"   {feed.Id}: the simulator continues its own path, full speed"
            : $"   {feed.Id}: the end of the study period replayed as it became known, full speed");
        terminal.Line($"   signal stream {result.SignalStream!.Id} and paper session {result.Session!.Id} run {result.Session.Strategy?.StrategyId} on it");
    }

    public void Signals()
    {
        Section("Live signals");
        terminal.Line($"   {Wording.Count(result.Signals.Count, "signal")} received");
        foreach (Signal signal in result.Signals.TakeLast(3))
        {
            terminal.Line(
                $"   {Wording.Time(signal.Time)}  {signal.InstrumentId}  {Wording.Of(signal.Direction).ToUpperInvariant()}  {signal.Label}  at {Wording.Value(signal.HasPrice ? signal.Price : null)}");
        }
    }

    public void Paper()
    {
        Session session = result.Session!;
        Section("Paper session");
        terminal.Line(
            $"   {Wording.Count(session.OrderCount, "order")}, {Wording.Count(session.FillCount, "fill")}, equity {Wording.Number(session.HasEquity ? session.Equity : null, 2)}, " +
            $"cash {Wording.Money(session.Cash)}, costs {Wording.Money(session.Costs?.CashCosts ?? string.Empty)}");
        bool identical = result.Replay!.Identical;
        terminal.Line(
            $"   replayed through the backtester: identical {(identical ? "yes" : "NO")} (ledger {Wording.ShortHash(session.LedgerHash)})",
            new Style(identical ? Color.Green : Color.Red));
        Warnings(result.Replay.Differences);
    }

    public void End()
    {
        terminal.Line();
        terminal.Line($"Done in {Wording.Number(result.Seconds.Sum(step => step.Seconds), 1)} s.");
    }

    private void Backtest(Backtest? backtest, ColumnTable? equity)
    {
        if (backtest is null)
        {
            return;
        }

        terminal.Line($"   {backtest.Spec.Strategy.StrategyId} on {string.Join(", ", backtest.Spec.Members.Select(member => member.InstrumentId))}");
        foreach (string line in BacktestView.Figures(backtest.Metrics ?? new PerformanceMetrics(), backtest.Costs))
        {
            terminal.Line($"     {line}");
        }

        if (equity is { RowCount: > 0 })
        {
            terminal.Line($"     equity {Sparkline.Of(equity["equity"])}");
        }

        WarningView.Write(terminal, backtest.Warnings, indent: 5);
        terminal.Line($"     lineage {backtest.Lineage?.Id}");
    }

    private void Section(string title)
    {
        terminal.Line();
        terminal.Line($"{++_section}. {title} {Wording.Label(result.Simulated)}".TrimEnd(), new Style(decoration: Decoration.Bold));
    }

    private void Warnings(IEnumerable<string> warnings) => WarningView.Write(terminal, warnings, indent: 3);
}
