namespace Tradewind.Domain.Market;

/// <summary>What kind of thing an instrument is; decides calendar, default availability and how its changes are measured.</summary>
public enum AssetClass
{
    /// <summary>Not stated.</summary>
    Unspecified = 0,

    /// <summary>Crypto spot pair, trades every day.</summary>
    CryptoSpot,

    /// <summary>Crypto perpetual swap, trades every day and pays funding.</summary>
    CryptoPerpetual,

    /// <summary>Dated crypto future.</summary>
    CryptoFuture,

    /// <summary>Credit index (option-adjusted spread, yield, duration).</summary>
    CreditIndex,

    /// <summary>Single credit bond.</summary>
    CreditBond,

    /// <summary>Listed share or fund.</summary>
    Equity,

    /// <summary>Index level that cannot be traded itself.</summary>
    Index,

    /// <summary>Currency pair.</summary>
    Fx,

    /// <summary>Commodity future, generic or of one month.</summary>
    CommodityFuture,

    /// <summary>Interest rate or government yield.</summary>
    Rate,

    /// <summary>Macroeconomic series.</summary>
    Macro,

    /// <summary>Blockchain metric.</summary>
    OnChain,
}

/// <summary>Questions about asset classes that several modules ask.</summary>
public static class AssetClassExtensions
{
    /// <summary>Crypto spot, perpetual or dated future: trades on every calendar day.</summary>
    public static bool IsCrypto(this AssetClass assetClass) =>
        assetClass is AssetClass.CryptoSpot or AssetClass.CryptoPerpetual or AssetClass.CryptoFuture;

    /// <summary>Credit index or bond.</summary>
    public static bool IsCredit(this AssetClass assetClass) =>
        assetClass is AssetClass.CreditIndex or AssetClass.CreditBond;
}
