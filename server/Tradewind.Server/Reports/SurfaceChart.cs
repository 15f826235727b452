using System.Globalization;
using System.Net;
using System.Text;
using Tradewind.V1;

namespace Tradewind.Server.Reports;

/// <summary>Scores over two parameters as a map of coloured cells.</summary>
internal static class SurfaceChart
{
    private const double Width = 860;
    private const double Left = 78;
    private const double Top = 10;
    private const double Bottom = 40;
    private const double LeastTextWidth = 36;
    private const double LeastTextHeight = 15;

    /// <summary>The map; rows from the bottom up, as the vertical axis of a chart.</summary>
    /// <param name="map">Scores.</param>
    /// <param name="chosen">Values of the best combination.</param>
    public static string Write(HeatMap map, IReadOnlyDictionary<string, string> chosen)
    {
        (int columns, int rows) = (map.ColumnValues.Count, map.RowValues.Count);
        double cellWidth = (Width - Left - 12) / columns, cellHeight = Math.Clamp(360.0 / rows, 6, 34), height = Top + rows * cellHeight + Bottom;
        double largest = map.Scores.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
        StringBuilder cells = new();
        for (int row = 0; row < rows; row++)
        {
            double y = Top + (rows - 1 - row) * cellHeight;
            if ((rows - 1 - row) % Every(cellHeight, LeastTextHeight) == 0)
            {
                Text(cells, Left - 6, y + cellHeight / 2 + 4, "end", map.RowValues[row]);
            }

            for (int column = 0; column < columns; column++)
            {
                double x = Left + column * cellWidth, score = map.Scores[row * columns + column];
                Cell(cells, x, y, cellWidth, cellHeight, score, largest);
                if (chosen.TryGetValue(map.ColumnParameter, out string? across) && across == map.ColumnValues[column]
                    && chosen.TryGetValue(map.RowParameter, out string? up) && up == map.RowValues[row])
                {
                    Rectangle(cells, "class=\"chosen\"", x, y, cellWidth, cellHeight);
                }
            }
        }

        for (int column = 0; column < columns; column += Every(cellWidth, LeastTextWidth))
        {
            Text(cells, Left + (column + 0.5) * cellWidth, height - Bottom + 16, "middle", map.ColumnValues[column]);
        }

        Text(cells, Left + (Width - Left - 12) / 2, height - 6, "middle", $"{map.ColumnParameter} across, {map.RowParameter} up");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"<svg viewBox=\"0 0 {Width} {height:0.##}\" role=\"img\" aria-label=\"{WebUtility.HtmlEncode($"Score by {map.ColumnParameter} and {map.RowParameter}")}\">{cells}</svg>");
    }

    // Of labels that would overlap every second, third, ... is written.
    private static int Every(double size, double least) => Math.Max(1, (int)Math.Ceiling(least / size));

    private static void Cell(StringBuilder cells, double x, double y, double width, double height, double score, double largest)
    {
        if (!double.IsFinite(score))
        {
            Rectangle(cells, "fill=\"#f2f4f7\"", x, y, width, height);
            return;
        }

        double strength = largest > 0 ? 0.08 + 0.67 * Math.Abs(score) / largest : 0.08;
        string color = score < 0 ? "#c0392b" : "#1e8449";
        Rectangle(cells, FormattableString.Invariant($"fill=\"{color}\" fill-opacity=\"{strength:0.###}\""), x, y, width, height);
        if (width >= LeastTextWidth && height >= LeastTextHeight)
        {
            Text(cells, x + width / 2, y + height / 2 + 4, "middle", score.ToString("0.00", CultureInfo.InvariantCulture), "cell");
        }
    }

    private static void Rectangle(StringBuilder cells, string look, double x, double y, double width, double height) => cells.Append(
        CultureInfo.InvariantCulture, $"<rect {look} x=\"{x + 0.5:0.##}\" y=\"{y + 0.5:0.##}\" width=\"{Math.Max(1, width - 1):0.##}\" height=\"{Math.Max(1, height - 1):0.##}\"/>");

    private static void Text(StringBuilder cells, double x, double y, string anchor, string text, string kind = "label") => cells.Append(
        CultureInfo.InvariantCulture, $"<text class=\"{kind}\" x=\"{x:0.##}\" y=\"{y:0.##}\" text-anchor=\"{anchor}\">{WebUtility.HtmlEncode(text)}</text>");
}
