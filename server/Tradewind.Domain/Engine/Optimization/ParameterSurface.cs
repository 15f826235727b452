using System.Collections.Immutable;
using System.Globalization;
using Tradewind.Domain.Errors;

namespace Tradewind.Domain.Engine.Optimization;

/// <summary>
/// How results change around a combination, read from trials that were run anyway. Only trials on as many bars as the combination's own are
/// read: scores of a halving's early rungs are of other data.
/// </summary>
public static class ParameterSurface
{
    /// <summary>The combinations that differ from one in a single parameter, by its value; the combination itself is among them.</summary>
    /// <exception cref="InvalidInputException">Reason <c>AXIS_UNKNOWN</c>: the parameter was not varied.</exception>
    public static ImmutableArray<SensitivityRow> Sensitivity(IReadOnlyList<SweepTrial> trials, SweepTrial around, string parameter)
    {
        Check(around, parameter, "parameter");
        return
        [
            .. trials.Where(trial => SameBut(trial, around, parameter, parameter))
                .Select(trial => new SensitivityRow(trial.Parameters[parameter], trial))
                .OrderBy(row => SortKey(row.Value)).ThenBy(row => row.Value, StringComparer.Ordinal),
        ];
    }

    /// <summary>Scores over two parameters, the others as in a combination.</summary>
    /// <exception cref="InvalidInputException">Reason <c>AXIS_UNKNOWN</c>: a parameter was not varied, or both are the same.</exception>
    public static HeatMap HeatMap(IReadOnlyList<SweepTrial> trials, SweepTrial around, string columns, string rows)
    {
        Check(around, columns, "heat_map_columns");
        Check(around, rows, "heat_map_rows");
        if (columns == rows)
        {
            throw new InvalidInputException("AXIS_UNKNOWN", "heat_map_rows", $"must differ from the columns, both are '{rows}'.");
        }

        SweepTrial[] plane = [.. trials.Where(trial => SameBut(trial, around, columns, rows))];
        ImmutableArray<string> columnValues = Values(plane, columns), rowValues = Values(plane, rows);
        Dictionary<(string Column, string Row), double> scores = plane.ToDictionary(
            trial => (trial.Parameters[columns], trial.Parameters[rows]), trial => trial.Score ?? double.NaN);
        return new HeatMap(
            columns, columnValues, rows, rowValues,
            [.. rowValues.SelectMany(row => columnValues.Select(column => scores.GetValueOrDefault((column, row), double.NaN)))]);
    }

    private static void Check(SweepTrial around, string parameter, string field)
    {
        if (!around.Parameters.ContainsKey(parameter))
        {
            throw new InvalidInputException(
                "AXIS_UNKNOWN", field,
                $"'{parameter}' was not varied; varied were {string.Join(", ", around.Parameters.Keys.Order(StringComparer.Ordinal))}.");
        }
    }

    private static bool SameBut(SweepTrial trial, SweepTrial around, string first, string second) =>
        trial.BarShare == around.BarShare && around.Parameters.All(pair => pair.Key == first || pair.Key == second || trial.Parameters[pair.Key] == pair.Value);

    private static ImmutableArray<string> Values(SweepTrial[] trials, string parameter) =>
        [.. trials.Select(trial => trial.Parameters[parameter]).Distinct().OrderBy(SortKey).ThenBy(value => value, StringComparer.Ordinal)];

    // Numbers by size; words have no size and follow in ordinal order.
    private static double SortKey(string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : double.PositiveInfinity;
}
