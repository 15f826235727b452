using System.Collections.Immutable;
using Tradewind.Domain.Market;

namespace Tradewind.Sources.Layouts;

/// <summary>Publishers whose files are recognised by a column, whatever their name is.</summary>
/// <param name="Header">A column only their files have.</param>
/// <param name="AssetClass">What they hold.</param>
/// <param name="Availability">When it is known.</param>
internal sealed record KnownHeaders(string Header, AssetClass AssetClass, Availability Availability)
{
    private static readonly ImmutableArray<KnownHeaders> All =
    [
        new("WCESTUS1", AssetClass.Macro, Availability.EiaWeekly),
        new("MML_OI", AssetClass.Macro, Availability.Cot),
        new("M_Money_Positions_Long_All", AssetClass.Macro, Availability.Cot),
        new("CapMrktCurUSD", AssetClass.OnChain, Availability.OnChain),
        new("AdrActCnt", AssetClass.OnChain, Availability.OnChain),
    ];

    /// <summary>The publisher of a file with these headers; null where none is recognised.</summary>
    public static KnownHeaders? Find(IEnumerable<string> headers) => All.FirstOrDefault(known => headers.Contains(known.Header, StringComparer.Ordinal));
}
