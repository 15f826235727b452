using System.Collections.Immutable;
using Tradewind.Domain.Errors;

namespace Tradewind.Server.Connectors;

/// <summary>Reads the symbols of a request to a connector.</summary>
internal static class ConnectorSymbols
{
    private const int MostSymbols = 1000;

    /// <summary>The symbols, in order.</summary>
    /// <exception cref="InvalidInputException">There are none or too many, one is blank, or one is there twice.</exception>
    public static ImmutableArray<string> Read(IReadOnlyList<string> symbols, string field)
    {
        if (symbols.Count is 0 or > MostSymbols)
        {
            throw new InvalidInputException("SYMBOLS_INVALID", field, $"must name 1 to {MostSymbols} symbols, got {symbols.Count}.");
        }

        HashSet<string> seen = new(StringComparer.Ordinal);
        for (int i = 0; i < symbols.Count; i++)
        {
            string symbol = symbols[i];
            if (symbol.Length is 0 or > 120 || symbol != symbol.Trim() || symbol.Any(char.IsControl) || !seen.Add(symbol))
            {
                throw new InvalidInputException(
                    "SYMBOLS_INVALID", $"{field}[{i}]", $"must be 1 to 120 printable characters without surrounding blanks, each symbol once, got '{symbol}'.");
            }
        }

        return [.. symbols];
    }
}
