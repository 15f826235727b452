using Tradewind.Domain.Errors;

namespace Tradewind.Sources.Connectors;

/// <summary>Where data is asked for: a connector and one of the sources it announces. Written <c>ccxt:binance</c>.</summary>
public sealed record ConnectorAddress
{
    private const int LongestName = 60;

    /// <summary>Creates an address.</summary>
    /// <param name="connector">Name of the connector: lower-case letters, digits, dot, dash and underscore.</param>
    /// <param name="source">Name of the source; empty for the only source of the connector.</param>
    /// <exception cref="ArgumentException">A name has other characters or is longer than 60.</exception>
    public ConnectorAddress(string connector, string source = "")
    {
        if (!IsName(connector) || (source.Length > 0 && !IsName(source)))
        {
            throw new ArgumentException($"A connector address is connector:source in lower-case letters, digits, '.', '-' and '_', got '{connector}:{source}'.", nameof(connector));
        }

        (Connector, Source) = (connector, source);
    }

    /// <summary>Name of the connector.</summary>
    public string Connector { get; }

    /// <summary>Name of the source; empty for the only source of the connector.</summary>
    public string Source { get; }

    /// <summary>Reads <c>connector</c> or <c>connector:source</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="field">Where a request holds it, for the violation.</param>
    /// <exception cref="InvalidInputException">The text is no address.</exception>
    public static ConnectorAddress Parse(string text, string field)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split(':');
        return parts.Length is 1 or 2 && parts.All(IsName)
            ? new ConnectorAddress(parts[0], parts.Length == 2 ? parts[1] : "")
            : throw new InvalidInputException(
                "CONNECTOR_ADDRESS_INVALID", field, $"must be a connector, or connector:source such as ccxt:binance, in lower-case letters, digits, '.', '-' and '_', got '{text}'.");
    }

    /// <summary>True for a text that can name a connector or a source.</summary>
    public static bool IsName(string text) =>
        text is { Length: > 0 and <= LongestName } && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-' or '_');

    /// <inheritdoc />
    public override string ToString() => Source.Length == 0 ? Connector : $"{Connector}:{Source}";
}
