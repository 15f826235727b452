using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Tradewind.Sources.Simulation;

/// <summary>What the simulator knows of the futures of one oil product (oil specification, sections 1 and 7).</summary>
/// <param name="Root">Root of the tickers.</param>
/// <param name="Name">Name for people.</param>
/// <param name="Front">Reference price of the first month of the curve.</param>
/// <param name="Step">Reference price from one month to the next.</param>
/// <param name="Second">Reference price of the second month where it is off the line; null where it is on it.</param>
/// <param name="FirstMonth">First month of the generic curve.</param>
/// <param name="Volatility">Volatility a year as a fraction.</param>
/// <param name="Tick">Smallest price step.</param>
/// <param name="ContractSize">Units a contract.</param>
/// <param name="SpreadFraction">Ask minus bid as a fraction of the price.</param>
/// <param name="OpenInterest">Open interest of the first month in contracts.</param>
/// <param name="Family">Crude, product or gas: decides correlations.</param>
internal sealed record OilRoot(
    string Root, string Name, double Front, double Step, double? Second, int FirstMonth, double Volatility, decimal Tick, decimal ContractSize, double SpreadFraction,
    double OpenInterest, OilFamily Family)
{
    private static readonly ImmutableArray<OilRoot> All =
    [
        new("CL", "WTI crude", 72.50, 0.12, 72.65, 1, 0.25, 0.01m, 1_000, 0.0002, 350_000, OilFamily.Crude),
        new("ENA", "WTI crude (ICE)", 72.55, 0.12, null, 1, 0.25, 0.01m, 1_000, 0.0005, 80_000, OilFamily.Crude),
        new("CO", "Brent crude", 77.20, 0.10, 77.35, 1, 0.25, 0.01m, 1_000, 0.0003, 280_000, OilFamily.Crude),
        new("DAT", "Dubai swap", 76.80, 0.10, null, 2, 0.25, 0.01m, 1_000, 0.0005, 80_000, OilFamily.Crude),
        new("XB", "RBOB gasoline", 2.18, 0.005, null, 1, 0.30, 0.0001m, 42_000, 0.0005, 120_000, OilFamily.Product),
        new("HO", "NY Harbor ULSD", 2.52, 0.005, null, 1, 0.30, 0.0001m, 42_000, 0.0005, 95_000, OilFamily.Product),
        new("QS", "ICE low-sulphur gasoil", 680.50, 0.10, null, 1, 0.28, 0.25m, 100, 0.0010, 60_000, OilFamily.Product),
        new("NG", "Henry Hub gas", 3.25, 0.10, null, 1, 0.40, 0.001m, 10_000, 0.0004, 400_000, OilFamily.Gas),
    ];

    /// <summary>Every root by its name.</summary>
    public static FrozenDictionary<string, OilRoot> ByName { get; } = All.ToFrozenDictionary(root => root.Root, StringComparer.Ordinal);

    /// <summary>Names of the roots in the order of the specification.</summary>
    public static ImmutableArray<string> Names { get; } = [.. All.Select(root => root.Root)];

    /// <summary>Reference price of a month.</summary>
    public double Reference(int month) => month == FirstMonth + 1 && Second is { } off ? off : Math.Round(Front + Step * (month - FirstMonth), 6);
}
