namespace Tradewind.Domain.Market.Futures;

/// <summary>What the multiplier of an instrument counts: a WTI future is 1000 barrels.</summary>
public enum ContractUnit
{
    /// <summary>Not stated, or the instrument itself (shares, coins).</summary>
    Unspecified = 0,

    /// <summary>Barrel of 42 US gallons.</summary>
    Barrel,

    /// <summary>US gallon.</summary>
    Gallon,

    /// <summary>Metric tonne.</summary>
    Tonne,

    /// <summary>Million British thermal units.</summary>
    MillionBtu,

    /// <summary>Bushel.</summary>
    Bushel,

    /// <summary>Troy ounce.</summary>
    TroyOunce,

    /// <summary>Pound.</summary>
    Pound,
}

/// <summary>Unit names and conversions.</summary>
public static class ContractUnits
{
    /// <summary>Gallons in a barrel.</summary>
    public const double GallonsPerBarrel = 42;

    /// <summary>Barrels in a tonne of gasoil (oil specification, section 4).</summary>
    public const double BarrelsPerTonne = 7.45;

    /// <summary>Short name: <c>bbl</c>, <c>gal</c>, <c>t</c>; empty where unspecified.</summary>
    public static string Symbol(this ContractUnit unit) => unit switch
    {
        ContractUnit.Barrel => "bbl",
        ContractUnit.Gallon => "gal",
        ContractUnit.Tonne => "t",
        ContractUnit.MillionBtu => "MMBtu",
        ContractUnit.Bushel => "bu",
        ContractUnit.TroyOunce => "ozt",
        ContractUnit.Pound => "lb",
        _ => "",
    };

    /// <summary>Factor from a price a unit to a price a barrel: gallon 42, barrel 1, tonne 1 / 7.45.</summary>
    /// <exception cref="ArgumentException">The unit measures no oil.</exception>
    public static double PerBarrel(this ContractUnit unit) => unit switch
    {
        ContractUnit.Barrel => 1,
        ContractUnit.Gallon => GallonsPerBarrel,
        ContractUnit.Tonne => 1 / BarrelsPerTonne,
        _ => throw new ArgumentException($"A price per {(unit == ContractUnit.Unspecified ? "unit" : unit.Symbol())} has no price per barrel; expected bbl, gal or t.", nameof(unit)),
    };
}
