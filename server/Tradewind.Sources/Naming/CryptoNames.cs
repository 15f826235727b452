using System.Collections.Frozen;

namespace Tradewind.Sources.Naming;

/// <summary>Recognises crypto pairs in names such as <c>BTC-USD</c>, <c>BTCUSDT</c> or <c>eth_usdc</c>.</summary>
internal static class CryptoNames
{
    private static readonly string[] Quotes = ["USDT", "USDC", "BUSD", "FDUSD", "TUSD", "DAI", "USD", "EUR", "GBP", "BTC", "ETH", "BNB"];

    private static readonly FrozenSet<string> Bases = FrozenSet.ToFrozenSet(
        [
            "BTC", "XBT", "ETH", "BNB", "ADA", "LTC", "SOL", "XRP", "DOT", "LINK", "DOGE", "AVAX", "ENA", "BCH", "XLM", "TRX", "MATIC", "POL",
            "UNI", "ATOM", "ETC", "XMR", "NEAR", "APT", "ARB", "OP", "FIL", "ICP", "AAVE", "ALGO", "SHIB", "PEPE", "SUI", "TON", "HBAR", "VET",
            "EOS", "XTZ", "MKR", "INJ", "TIA", "SEI", "ZEC", "DASH", "NEO", "CRO", "HYPE", "WBTC", "STETH",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a pair as <c>BASE/QUOTE</c> in upper case.</summary>
    /// <returns>Null when the name is no pair of a known token and a known quote.</returns>
    public static string? Pair(string name)
    {
        foreach (char separator in "-_/")
        {
            string[] parts = name.Split(separator);
            if (parts.Length == 2)
            {
                return Bases.Contains(parts[0]) && Quotes.Contains(parts[1], StringComparer.OrdinalIgnoreCase) ? Join(parts[0], parts[1]) : null;
            }
        }

        foreach (string quote in Quotes)
        {
            if (name.EndsWith(quote, StringComparison.OrdinalIgnoreCase) && Bases.Contains(name[..^quote.Length]))
            {
                return Join(name[..^quote.Length], quote);
            }
        }

        return null;
    }

    /// <summary>True for ids whose base is a known token: <c>BTC/USDT</c>, <c>BTC/USDT:USDT</c>, <c>btc-perp…</c>.</summary>
    public static bool IsCrypto(string id) =>
        (id.Split('/') is [var token, _] && Bases.Contains(token)) || IsPerpetual(id);

    /// <summary>True for perpetual swaps by the usual names: <c>BTC/USDT:USDT</c>, <c>btc-perp</c>.</summary>
    public static bool IsPerpetual(string id)
    {
        string[] parts = id.Split('-', '_', '/', ':');
        return parts.Length >= 2 && Bases.Contains(parts[0])
            && (parts[1].Equals("PERP", StringComparison.OrdinalIgnoreCase) || (parts.Length == 3 && id.Contains(':', StringComparison.Ordinal)));
    }

    /// <summary>Asset a pair is quoted in; USD for anything that is no pair.</summary>
    public static string QuoteOf(string id) => id.Split('/', ':') is [_, var quote, ..] ? quote : "USD";

    private static string Join(string token, string quote) => $"{token.ToUpperInvariant()}/{quote.ToUpperInvariant()}";
}
