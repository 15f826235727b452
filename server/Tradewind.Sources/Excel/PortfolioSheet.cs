using System.Collections.Immutable;
using System.Globalization;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market.Quality;

namespace Tradewind.Sources.Excel;

/// <summary>Reads the sheet of holdings: Ticker, Weight and/or Quantity, optional Price and Currency.</summary>
internal sealed class PortfolioSheet(SheetGrid sheet, Func<string, string?> instrumentOf, ImmutableArray<QualityFinding>.Builder findings)
{
    private const double WeightTolerance = 1e-6;

    private readonly ViolationLog _violations = new();

    /// <summary>Rows with a ticker.</summary>
    /// <exception cref="InvalidInputException">A number is text; all such cells are listed.</exception>
    public ImmutableArray<Holding> Read(string fileName)
    {
        (int ticker, int weight, int quantity) = (sheet.Find("Ticker"), sheet.Find("Weight"), sheet.Find("Quantity"));
        (int price, int currency) = (sheet.Find("Price"), sheet.Find("Currency"));
        if (ticker < 0 || (weight < 0 && quantity < 0))
        {
            findings.Add(new QualityFinding(
                "PORTFOLIO_INCOMPLETE", QualitySeverity.Warning, $"The sheet '{sheet.Name}' needs a column Ticker and one of Weight and Quantity; it was not used.",
                "Name its columns Ticker, Weight, Quantity, Price and Currency."));
            return [];
        }

        ImmutableArray<Holding>.Builder holdings = ImmutableArray.CreateBuilder<Holding>();
        for (int row = 0; row < sheet.Rows.Count; row++)
        {
            if (StaticSheet.Text(sheet, row, ticker) is { } key)
            {
                holdings.Add(new Holding(
                    key, instrumentOf(key), Number(row, weight), Number(row, quantity), Number(row, price), StaticSheet.Text(sheet, row, currency)?.ToUpperInvariant()));
            }
        }

        _violations.ThrowIfAny("WORKBOOK_PORTFOLIO", fileName);
        Check(holdings.ToImmutable());
        return holdings.ToImmutable();
    }

    private double? Number(int row, int column)
    {
        SheetCell cell = column < 0 ? default : sheet.At(row + 1, column);
        if (cell.Kind == CellKind.Number)
        {
            return cell.Number;
        }

        if (StaticSheet.Text(sheet, row, column) is not { } text)
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value))
        {
            return value;
        }

        _violations.Add(sheet.Address(row, column), $"Column {sheet.Header[column]}: expected a number, got '{text}'. Write weights as fractions, such as 0.25.");
        return null;
    }

    private void Check(ImmutableArray<Holding> holdings)
    {
        double sum = holdings.Sum(holding => holding.Weight ?? 0);
        if (holdings.Any(holding => holding.Weight is not null) && Math.Abs(sum - 1) > WeightTolerance)
        {
            findings.Add(new QualityFinding(
                "PORTFOLIO_WEIGHTS", QualitySeverity.Warning, string.Create(CultureInfo.InvariantCulture, $"The weights of '{sheet.Name}' add up to {sum:0.######}, not to 1."),
                "Correct the weights, or add a holding of cash."));
        }

        foreach (IGrouping<string, Holding> same in holdings.GroupBy(holding => holding.Ticker, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
        {
            findings.Add(new QualityFinding(
                "PORTFOLIO_REPEATED", QualitySeverity.Warning, $"'{same.Key}' stands {same.Count()} times in '{sheet.Name}'.", "Put its holdings into one row.") { Count = same.Count() });
        }

        string[] unknown = [.. holdings.Where(holding => holding.InstrumentId is null).Select(holding => holding.Ticker)];
        if (unknown.Length > 0)
        {
            findings.Add(new QualityFinding(
                "PORTFOLIO_WITHOUT_HISTORY", QualitySeverity.Info, $"The workbook holds no history of {string.Join(", ", unknown.Take(10))}{(unknown.Length > 10 ? ", ..." : "")}.",
                "Load their history before the holdings are valued.") { Count = unknown.Length });
        }
    }
}
