using Tradewind.Sources.Excel;
using Tradewind.V1;

namespace Tradewind.Server.Mapping;

/// <summary>What workbooks say, and where values came from, as messages.</summary>
internal static class WorkbookMessages
{
    /// <summary>What a workbook says beside its time series.</summary>
    public static WorkbookReport From(WorkbookContents contents)
    {
        WorkbookReport report = new();
        report.Formulas.AddRange(contents.Formulas.Select(formula => new V1.ColumnFormula { Column = formula.Column, Id = formula.Id, Text = formula.Text, Cell = formula.Cell }));
        report.Schema.AddRange(contents.Schema.Select(column => new V1.ColumnSchema { Column = column.Column, InstrumentId = column.InstrumentId, Field = column.Field, Kind = column.Kind }));
        report.Securities.AddRange(contents.Securities.Select(security => new V1.SecurityMetadata
        {
            Ticker = security.Ticker, Name = security.Name ?? "", Currency = security.Currency ?? "",
            AssetClass = security.AssetClass is { } assetClass ? AssetClassNames.Of(assetClass) : "",
        }));
        report.Holdings.AddRange(contents.Holdings.Select(From));
        return report;
    }

    /// <summary>A holding; numbers that are not there stay absent.</summary>
    public static V1.Holding From(Sources.Excel.Holding holding)
    {
        V1.Holding message = new() { Ticker = holding.Ticker, InstrumentId = holding.InstrumentId ?? "", Currency = holding.Currency ?? "" };
        if (holding.Weight is { } weight)
        {
            message.Weight = weight;
        }

        if (holding.Quantity is { } quantity)
        {
            message.Quantity = quantity;
        }

        if (holding.Price is { } price)
        {
            message.Price = price;
        }

        return message;
    }

    /// <summary>Where the values of a column came from.</summary>
    public static V1.FieldProvenance From(Sources.Hybrid.FieldProvenance provenance)
    {
        V1.FieldProvenance message = new()
        {
            Security = provenance.Security,
            Field = provenance.Field,
            Source = provenance.Source switch
            {
                Sources.Hybrid.ProvenanceSource.Api => V1.ProvenanceSource.Api,
                Sources.Hybrid.ProvenanceSource.Excel => V1.ProvenanceSource.Excel,
                Sources.Hybrid.ProvenanceSource.Mixed => V1.ProvenanceSource.Mixed,
                _ => V1.ProvenanceSource.None,
            },
            ApiCount = provenance.ApiCount,
            ExcelCount = provenance.ExcelCount,
            MissingCount = provenance.MissingCount,
            OverlapCount = provenance.OverlapCount,
        };
        if (provenance.LargestDifference is { } largest)
        {
            message.LargestDifference = largest;
        }

        if (provenance.MeanDifference is { } mean)
        {
            message.MeanDifference = mean;
        }

        return message;
    }
}
