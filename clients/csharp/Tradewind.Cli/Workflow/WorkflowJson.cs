using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf.WellKnownTypes;
using Tradewind.Cli.Output;
using Tradewind.V1;

namespace Tradewind.Cli.Workflow;

/// <summary>
/// The figures as JSON with a fixed order of keys. Absent values are null. Everything outside <c>run</c> is the same whenever the
/// same job is done on the same machine.
/// </summary>
internal static class WorkflowJson
{
    private static readonly JsonSerializerOptions s_indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The one finding that depends on the day of the run, not on the data: it is told under <c>run</c>.</summary>
    private const string AgeFinding = "STALE_FILE";

    public static string Write(WorkflowResult result) => new JsonObject
    {
        ["data"] = Data(result),
        ["alignment"] = Alignment(result.Alignment),
        ["features"] = Features(result.Features),
        ["training"] = Training(result.Model),
        ["backtest"] = Backtest(result.Regime ?? result.Crossover),
        ["backtest_crossover"] = Backtest(result.Crossover),
        ["signals"] = new JsonObject { ["received"] = result.Signals.Count },
        ["paper"] = Paper(result),
        ["lineage"] = new JsonObject
        {
            ["features"] = result.Features?.Lineage?.Id,
            ["training"] = result.Model?.Lineage?.Id,
            ["backtest"] = (result.Regime ?? result.Crossover)?.Lineage?.Id,
            ["backtest_crossover"] = result.Crossover?.Lineage?.Id,
        },
        ["run"] = Run(result),
    }.ToJsonString(s_indented);

    private static JsonObject Data(WorkflowResult result) => new()
    {
        ["instruments"] = result.InstrumentCount,
        ["rows"] = result.RowCount,
        ["simulated"] = result.Simulated,
        ["sources"] = Array(result.Sources, source => new JsonObject { ["name"] = source.Name, ["rows"] = source.Report.RowCount }),
        ["quality"] = new JsonArray(
        [
            .. result.Sources.Where(source => source.Report.Notes.Count > 0).Select(source => Quality(
                source.Name, StatusOf(source.Report.Notes), source.Report.Notes)),
            .. result.Quality.Select(DatedByItsRows).Select(report => Quality(report.InstrumentId, report.Status, report.Findings)),
        ]),
    };

    // Without the age of the file, the worst finding left decides the status: a report must not change with the calendar.
    private static QualityReport DatedByItsRows(QualityReport report)
    {
        if (report.Findings.All(finding => finding.Code != AgeFinding))
        {
            return report;
        }

        QualityFinding[] kept = [.. report.Findings.Where(finding => finding.Code != AgeFinding)];
        QualityReport copy = report.Clone();
        copy.Findings.Clear();
        copy.Findings.Add(kept);
        copy.Status = StatusOf(kept);
        return copy;
    }

    // What concerns a whole file stands under the file's name.
    private static JsonObject Quality(string instrument, QualityStatus status, IEnumerable<QualityFinding> findings) => new()
    {
        ["instrument"] = instrument,
        ["status"] = Wording.Of(status),
        ["findings"] = Array(findings, finding => new JsonObject
        {
            ["code"] = finding.Code,
            ["severity"] = Wording.Of(finding.Severity),
            ["column"] = finding.Column.Length == 0 ? null : finding.Column,
            ["count"] = finding.Count,
            ["first"] = Time(finding.FirstTime),
            ["message"] = finding.Message,
            ["advice"] = finding.Advice,
        }),
    };

    private static QualityStatus StatusOf(IEnumerable<QualityFinding> findings) => findings.Select(finding => finding.Severity).DefaultIfEmpty().Max() switch
    {
        Severity.Error => QualityStatus.Error,
        Severity.Warning => QualityStatus.Warning,
        _ => QualityStatus.Ok,
    };

    private static JsonObject? Alignment(AlignmentReport? report) => report is null ? null : new JsonObject
    {
        ["rows"] = report.RowCount,
        ["columns"] = report.Columns.Count,
        ["first"] = Time(report.OverlapFirstTime),
        ["last"] = Time(report.OverlapLastTime),
        ["calendar_first"] = Time(report.FirstTime),
        ["calendar_last"] = Time(report.LastTime),
        ["filled"] = report.Columns.Sum(column => column.FilledCount),
        ["warnings"] = Texts(report.Warnings),
        ["hash"] = report.Hash,
    };

    private static JsonObject? Features(FeatureReport? report) => report is null ? null : new JsonObject
    {
        ["columns"] = report.FeatureColumnCount,
        ["raw_columns"] = report.RawColumnCount,
        ["rows"] = report.RowCount,
        ["complete_rows"] = report.CompleteRowCount,
        ["dropped"] = Texts(report.DroppedColumns),
        ["warnings"] = Texts(report.Warnings),
        ["lineage"] = report.Lineage?.Id,
    };

    private static JsonObject? Training(Model? model)
    {
        if (model is null)
        {
            return null;
        }

        HorizonResult? horizon = model.Horizons.FirstOrDefault();
        return new JsonObject
        {
            ["model"] = model.ModelType,
            ["target"] = model.TargetColumn,
            ["target_mode"] = Wording.Of(model.TargetMode),
            ["horizon"] = horizon?.Horizon,
            ["walk_forward"] = WalkForward(horizon?.WalkForward),
            ["warnings"] = Texts(model.Warnings),
            ["lineage"] = model.Lineage?.Id,
        };
    }

    private static JsonObject? WalkForward(WalkForwardReport? report) => report is null ? null : new JsonObject
    {
        ["rmse"] = Number(report.Rmse),
        ["random_walk_rmse"] = Number(report.RandomWalkRmse),
        ["skill"] = Number(report.HasSkill ? report.Skill : null),
        ["directional_accuracy"] = Number(report.HasDirectionalAccuracy ? report.DirectionalAccuracy : null),
        ["mae"] = Number(report.Mae),
        ["r_squared"] = Number(report.HasRSquared ? report.RSquared : null),
        ["folds"] = report.Folds.Count,
        ["predictions"] = report.PredictionCount,
        ["verdict"] = report.Verdict,
        ["fold_results"] = Array(report.Folds, fold => new JsonObject
        {
            ["fold"] = fold.Fold,
            ["train_rows"] = fold.TrainRowCount,
            ["test_rows"] = fold.TestRowCount,
            ["test_start"] = Time(fold.TestStartTime),
            ["test_end"] = Time(fold.TestEndTime),
            ["rmse"] = Number(fold.Rmse),
            ["random_walk_rmse"] = Number(fold.RandomWalkRmse),
            ["skill"] = Number(fold.HasSkill ? fold.Skill : null),
            ["directional_accuracy"] = Number(fold.HasDirectionalAccuracy ? fold.DirectionalAccuracy : null),
        }),
    };

    private static JsonObject? Backtest(Backtest? backtest)
    {
        if (backtest is null)
        {
            return null;
        }

        PerformanceMetrics? metrics = backtest.Metrics;
        return new JsonObject
        {
            ["strategy"] = backtest.Spec?.Strategy?.StrategyId,
            ["sharpe"] = Number(metrics is { HasSharpeRatio: true } ? metrics.SharpeRatio : null),
            ["max_drawdown"] = Number(metrics?.MaxDrawdownFraction),
            ["trades"] = metrics?.TradeCount,
            ["total_return"] = Number(metrics?.TotalReturnFraction),
            ["net_profit"] = Number(metrics?.TotalReturn),
            ["costs"] = Money(backtest.Costs?.CashCosts),
            ["slippage"] = Money(backtest.Costs?.SlippageInPrices),
            ["signals"] = backtest.SignalCount,
            ["orders"] = backtest.OrderCount,
            ["fills"] = backtest.FillCount,
            ["warnings"] = Texts(backtest.Warnings),
            ["lineage"] = backtest.Lineage?.Id,
            ["ledger_hash"] = backtest.LedgerHash,
        };
    }

    private static JsonObject? Paper(WorkflowResult result) => result.Session is not { } session ? null : new JsonObject
    {
        ["strategy"] = session.Strategy?.StrategyId,
        ["orders"] = session.OrderCount,
        ["fills"] = session.FillCount,
        ["equity"] = Number(session.HasEquity ? session.Equity : null),
        ["cash"] = Money(session.Cash),
        ["costs"] = Money(session.Costs?.CashCosts),
        ["ledger_hash"] = session.LedgerHash,
        ["replay_identical"] = result.Replay?.Identical,
    };

    private static JsonObject Run(WorkflowResult result) => new()
    {
        ["server"] = result.Server,
        ["started"] = result.Started.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        ["stale_files"] = Array(
            result.Quality.Where(report => report.Findings.Any(finding => finding.Code == AgeFinding)), report => report.InstrumentId),
        ["model_id"] = result.Model?.Id,
        ["backtest_id"] = (result.Regime ?? result.Crossover)?.Id,
        ["backtest_crossover_id"] = result.Crossover?.Id,
        ["feed_id"] = result.Feed?.Id,
        ["signal_stream_id"] = result.SignalStream?.Id,
        ["session_id"] = result.Session?.Id,
        ["seconds"] = new JsonObject(result.Seconds.Select(step => KeyValuePair.Create<string, JsonNode?>(step.Step, step.Seconds))),
    };

    private static JsonArray Array<T>(IEnumerable<T> items, Func<T, JsonNode?> convert) => new([.. items.Select(convert)]);

    private static JsonArray Texts(IEnumerable<string> texts) => Array(texts.Distinct(StringComparer.Ordinal), text => JsonValue.Create(text));

    private static string? Time(Timestamp? time) => time is null ? null : Wording.Time(time);

    private static JsonValue? Number(double? value) => value is { } present && double.IsFinite(present) ? JsonValue.Create(present) : null;

    private static JsonValue? Money(string? amount) =>
        decimal.TryParse(amount, NumberStyles.Number, CultureInfo.InvariantCulture, out decimal value) ? JsonValue.Create(value) : null;
}
