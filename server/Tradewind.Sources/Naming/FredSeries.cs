using System.Collections.Immutable;
using Tradewind.Domain.Market;

namespace Tradewind.Sources.Naming;

/// <summary>A series of the Federal Reserve's FRED database that files are often exported from.</summary>
/// <param name="Prefix">Start of its id.</param>
/// <param name="AssetClass">What it is.</param>
/// <param name="DisplayName">Name for people, where the prefix names one series.</param>
/// <param name="Published">When its values become known.</param>
internal sealed record FredSeries(string Prefix, AssetClass AssetClass, string? DisplayName, Availability Published)
{
    private static readonly ImmutableArray<FredSeries> Known =
    [
        new("BAMLH0A0HYM2", AssetClass.CreditIndex, "ICE BofA US High Yield option-adjusted spread", Availability.NextBusinessDay),
        new("BAMLC0A0CM", AssetClass.CreditIndex, "ICE BofA US Corporate option-adjusted spread", Availability.NextBusinessDay),
        new("BAML", AssetClass.CreditIndex, null, Availability.NextBusinessDay),
        new("DGS", AssetClass.Rate, null, Availability.NextBusinessDay),
        new("DFII", AssetClass.Rate, null, Availability.NextBusinessDay),
        new("T10Y", AssetClass.Rate, null, Availability.NextBusinessDay),
        new("VIXCLS", AssetClass.Index, "VIX close", Availability.NextBusinessDay),
        new("DTWEXBGS", AssetClass.Macro, "Broad trade-weighted US dollar index", Availability.H10),
        new("WALCL", AssetClass.Macro, "Federal Reserve total assets", Availability.H41),
    ];

    /// <summary>The series a column header names; null where it is not known.</summary>
    public static FredSeries? Find(string header) =>
        Known.FirstOrDefault(series => header.StartsWith(series.Prefix, StringComparison.Ordinal)
            && header.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c)));

    /// <summary>The name of the publication rule as users write it.</summary>
    public string PublishedName => Published switch
    {
        Availability.H10 => "h10",
        Availability.H41 => "h41",
        _ => "next_business_day",
    };
}
