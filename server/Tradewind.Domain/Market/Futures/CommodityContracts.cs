using System.Collections.Immutable;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market.Calendars;

namespace Tradewind.Domain.Market.Futures;

/// <summary>The one table of commodity futures (oil specification, section 1): every consumer takes multipliers and ticks from here.</summary>
public static class CommodityContracts
{
    /// <summary>All contracts, in the order of the table.</summary>
    public static ImmutableArray<CommodityContract> All { get; } =
    [
        new("wti", "CL", "WTI crude", "NYMEX", 1000, ContractUnit.Barrel, 0.01m, TradingCalendars.CmeEnergy),
        new("wti_ice", "ENA", "WTI crude (ICE)", "ICE", 1000, ContractUnit.Barrel, 0.01m, TradingCalendars.CmeEnergy),
        new("brent", "CO", "Brent crude", "ICE", 1000, ContractUnit.Barrel, 0.01m, TradingCalendars.IceEnergy) 
        {
            // Brent settles on English bank holidays, but its contracts never end on one.
            VendorRoots = ["BRN", "LCO"], ExpiryCalendar = TradingCalendars.Lse,
        },
        new("dubai", "DAT", "Dubai swap", "ICE", 1000, ContractUnit.Barrel, 0.01m, TradingCalendars.IceEnergy),
        new("rbob", "XB", "RBOB gasoline", "NYMEX", 42_000, ContractUnit.Gallon, 0.0001m, TradingCalendars.CmeEnergy)
        {
            Aliases = ["rbob_gasoline", "gasoline"], VendorRoots = ["RB"],
        },
        new("heating_oil", "HO", "NY Harbor ULSD", "NYMEX", 42_000, ContractUnit.Gallon, 0.0001m, TradingCalendars.CmeEnergy) { Aliases = ["ho", "ulsd"] },
        new("gasoil", "QS", "ICE LS gasoil", "ICE", 100, ContractUnit.Tonne, 0.25m, TradingCalendars.IceEnergy) 
        {
            VendorRoots = ["LGO"], ExpiryCalendar = TradingCalendars.Lse,
        },
        new("natgas", "NG", "Henry Hub gas", "NYMEX", 10_000, ContractUnit.MillionBtu, 0.001m, TradingCalendars.CmeEnergy),
    ];

    /// <summary>The contract of a root in capitals, or of a key or alias in any case; null where there is none.</summary>
    public static CommodityContract? Find(string rootOrKey) => All.FirstOrDefault(contract =>
        contract.Root == rootOrKey
        || contract.Key.Equals(rootOrKey, StringComparison.OrdinalIgnoreCase)
        || contract.Aliases.Contains(rootOrKey, StringComparer.OrdinalIgnoreCase));

    /// <summary>The contract that another vendor's root means: <c>BRN</c> is Brent; null where there is none.</summary>
    public static CommodityContract? FindByVendorRoot(string root) =>
        All.FirstOrDefault(contract => contract.Root == root || contract.VendorRoots.Contains(root));

    /// <summary>The contract of a root, key or alias.</summary>
    /// <exception cref="ArgumentException">There is none; the message names it and those there are.</exception>
    public static CommodityContract Require(string rootOrKey) => Find(rootOrKey) ?? throw new ArgumentException(
        $"There is no commodity '{rootOrKey}'{(NearestName.Find(rootOrKey, All.Select(contract => contract.Key)) is { } near ? $", did you mean '{near}'?" : ".")} "
        + $"Known: {string.Join(", ", All.Select(contract => $"{contract.Key} ({contract.Root})"))}.", nameof(rootOrKey));
}
