namespace Tradewind.Domain.Market;

/// <summary>What an instrument is of, whatever it is quoted in: <c>BTC/USDT</c>, <c>BTCUSDT</c>, <c>BTC-USD</c> and a simulated <c>SIM-BTC/USD</c> are of BTC.</summary>
public static class BaseSymbol
{
    private const string Simulated = "SIM-";
    private static readonly string[] s_quotes = ["USDT", "USDC", "BUSD", "USD", "EUR"];

    /// <summary>What stands before a separator or the quote currency in the id; the id itself without either.</summary>
    public static string Of(string instrumentId)
    {
        ArgumentNullException.ThrowIfNull(instrumentId);
        if (instrumentId.StartsWith(Simulated, StringComparison.Ordinal) && instrumentId.Length > Simulated.Length)
        {
            return Of(instrumentId[Simulated.Length..]);
        }

        int end = instrumentId.IndexOfAny(['/', '-', '_', ' ', ':']);
        if (end > 0)
        {
            return instrumentId[..end];
        }

        string? quote = s_quotes.FirstOrDefault(quote => instrumentId.Length > quote.Length && instrumentId.EndsWith(quote, StringComparison.OrdinalIgnoreCase));
        return quote is null ? instrumentId : instrumentId[..^quote.Length];
    }
}
