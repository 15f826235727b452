using System.Collections.Frozen;
using System.Collections.Immutable;
using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Quality;
using Tradewind.Domain.Market.Registry;

namespace Tradewind.Sources.Excel;

/// <summary>Decides what the instruments of a Bloomberg export are and how people know them.</summary>
/// <param name="creditIndices">Ids of the workbook that have an option-adjusted spread.</param>
/// <param name="securities">What the sheet Static says; it wins over what is inferred.</param>
/// <param name="findings">Told about corrected names.</param>
internal sealed class WorkbookInstruments(
    IReadOnlyCollection<string> creditIndices, ImmutableArray<SecurityMetadata> securities, ImmutableArray<QualityFinding>.Builder findings)
{
    private readonly Dictionary<string, SecurityMetadata> _securities = securities
        .GroupBy(security => ColumnName.Prefix(security.Ticker), StringComparer.OrdinalIgnoreCase)
        .ToDictionary(group => group.Key, group => group.First(), StringComparer.OrdinalIgnoreCase);

    // LF98TRUU is often called the US Aggregate; it is the high-yield index (the aggregate is LBUSTRUU).
    private static readonly FrozenDictionary<string, string> DisplayNames = new Dictionary<string, string>
    {
        ["LF98TRUU"] = "Bloomberg US Corporate High Yield",
        ["LUACTRUU"] = "Bloomberg US Corporate Investment Grade",
        ["LBUSTRUU"] = "Bloomberg US Aggregate",
        ["CDX_HY"] = "CDX North America High Yield 5Y",
        ["CDX_IG"] = "CDX North America Investment Grade 5Y",
        ["10_2_Curve"] = "10-year minus 2-year Treasury yield",
        ["10_5_Curve"] = "10-year minus 5-year Treasury yield",
        ["10_30_Curve"] = "30-year minus 10-year Treasury yield",
        ["CITI_SUPRISE"] = "Citi US economic surprise index",
        ["GOLD"] = "Gold spot",
        ["OIL"] = "WTI crude oil spot",
        ["S&P500"] = "S&P 500",
        ["VIX_INDEX"] = "VIX",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, AssetClass> Classes = new Dictionary<string, AssetClass>
    {
        ["GOLD"] = AssetClass.CommodityFuture,
        ["OIL"] = AssetClass.CommodityFuture,
        ["WTI"] = AssetClass.CommodityFuture,
        ["BRENT"] = AssetClass.CommodityFuture,
        ["S&P500"] = AssetClass.Index,
        ["SPX"] = AssetClass.Index,
        ["VIX"] = AssetClass.Index,
        ["VIX_INDEX"] = AssetClass.Index,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Describes an instrument: what the registry knows of it, and before that what the workbook says itself.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="registry">Instruments known beforehand.</param>
    public Instrument Describe(string id, InstrumentRegistry registry)
    {
        SecurityMetadata? said = _securities.GetValueOrDefault(ColumnName.Prefix(id));
        Instrument known = registry.Describe(
            new Instrument(id, said?.AssetClass ?? ClassOf(id)) { DisplayName = NameOf(id, said?.Name), Source = "bloomberg_excel" });
        return said?.Currency is { } currency ? known with { Currency = currency } : known;
    }

    private string NameOf(string id, string? said)
    {
        string? known = DisplayNames.GetValueOrDefault(id.Split(' ')[0]);
        if (said is null || (known is not null && IsWrong(id, said)))
        {
            if (said is not null)
            {
                findings.Add(new QualityFinding(
                    "NAME_CORRECTED", QualitySeverity.Info, $"The sheet Static calls {id} '{said}'; it is '{known}'.", "Correct the name in the workbook."));
            }

            return known ?? id;
        }

        return said;
    }

    private static bool IsWrong(string id, string said) => id.StartsWith("LF98TRUU", StringComparison.Ordinal) && said.Contains("Aggregate", StringComparison.OrdinalIgnoreCase);

    private AssetClass ClassOf(string id)
    {
        if (id.EndsWith(" Corp", StringComparison.Ordinal))
        {
            return AssetClass.CreditBond;
        }

        // LUACTRUU beside LUACTRUU Index: figures derived from the index, hence credit too.
        if (creditIndices.Contains(id) || creditIndices.Contains($"{id} Index") || id.StartsWith("CDX_", StringComparison.Ordinal) || id.StartsWith("CDX ", StringComparison.Ordinal))
        {
            return AssetClass.CreditIndex;
        }

        return Classes.TryGetValue(id, out AssetClass known) ? known : id switch
        {
            _ when EndsWith(id, "_UST") || EndsWith(id, "_SWAP") || EndsWith(id, "_Curve") || EndsWith(id, " Govt") => AssetClass.Rate,
            _ when EndsWith(id, " Comdty") => AssetClass.CommodityFuture,
            _ when EndsWith(id, " Curncy") => AssetClass.Fx,
            _ when EndsWith(id, " Equity") => AssetClass.Equity,
            _ when EndsWith(id, " Index") => AssetClass.Index,
            _ => AssetClass.Macro,
        };
    }

    private static bool EndsWith(string id, string suffix) => id.EndsWith(suffix, StringComparison.OrdinalIgnoreCase);
}
