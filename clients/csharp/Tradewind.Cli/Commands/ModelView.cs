using Spectre.Console;
using Tradewind.Cli.Output;
using Tradewind.V1;

namespace Tradewind.Cli.Commands;

/// <summary>Models for people. Skill is shown as it is, negative or not.</summary>
internal static class ModelView
{
    public static void Write(Terminal terminal, Model model)
    {
        terminal.Line($"Model {model.Id} ({model.ModelType}) {Wording.Label(model.Simulated)}".TrimEnd());
        terminal.Line($"Target {model.TargetColumn}, {Wording.Of(model.TargetMode)}; {model.Features.Count} features; lineage {Wording.ShortHash(model.Lineage?.Id)}");
        foreach (HorizonResult horizon in model.Horizons)
        {
            terminal.Line();
            Write(terminal, horizon);
        }

        WarningView.Write(terminal, model.Warnings);
    }

    /// <summary>A sentence with the figures of a validation.</summary>
    public static string Summary(WalkForwardReport report) =>
        $"RMSE {Wording.Value(report.Rmse)} against {Wording.Value(report.RandomWalkRmse)} of the random walk, " +
        $"skill {Wording.Number(report.HasSkill ? report.Skill : null)}, " +
        $"right direction {Wording.Percent(report.HasDirectionalAccuracy ? report.DirectionalAccuracy : null)}: {report.Verdict}";

    public static Style VerdictStyle(WalkForwardReport report) =>
        report is { HasSkill: true, Skill: > 0 } ? new Style(Color.Green) : new Style(Color.Yellow);

    public static ResultTable Folds(WalkForwardReport report)
    {
        ResultTable table = new(">Fold", ">Train rows", ">Test rows", "Test from", "Test to", ">RMSE", ">Random walk", ">Skill", ">Direction");
        foreach (FoldResult fold in report.Folds)
        {
            table.Row(
                Wording.Count(fold.Fold),
                Wording.Count(fold.TrainRowCount),
                Wording.Count(fold.TestRowCount),
                Wording.Time(fold.TestStartTime),
                Wording.Time(fold.TestEndTime),
                Wording.Value(fold.Rmse),
                Wording.Value(fold.RandomWalkRmse),
                Wording.Number(fold.HasSkill ? fold.Skill : null),
                Wording.Percent(fold.HasDirectionalAccuracy ? fold.DirectionalAccuracy : null));
        }

        return table;
    }

    private static void Write(Terminal terminal, HorizonResult horizon)
    {
        terminal.Line($"Horizon {horizon.Horizon}: {Wording.Count(horizon.LabelledRowCount)} labelled rows");
        if (horizon.WalkForward is { } walkForward)
        {
            terminal.Line(Summary(walkForward), VerdictStyle(walkForward));
            Folds(walkForward).WriteTo(terminal, "No folds.");
        }

        foreach (FeatureImportance importance in horizon.Importances.Take(8))
        {
            terminal.Line($"  {Wording.Percent(importance.Importance),9}  {importance.Feature}{(importance.Category.Length == 0 ? "" : $"  ({importance.Category})")}");
        }

        if (horizon.Forecast is { } forecast)
        {
            terminal.Line(
                $"Forecast from {Wording.Time(forecast.ObservationTime)} for {Wording.Time(forecast.ForecastTime)}: " +
                $"{Wording.Value(forecast.PredictedLevel)} (80 %: {Wording.Value(forecast.LowerLevel)} to {Wording.Value(forecast.UpperLevel)}), " +
                $"now {Wording.Value(forecast.CurrentLevel)}");
        }
    }
}
