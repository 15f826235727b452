namespace Tradewind.Sources.Connectors;

/// <summary>One symbol, or one field of it, that a connector could not deliver in full.</summary>
/// <param name="Symbol">The symbol as it was asked for.</param>
/// <param name="Kind">What kept the connector from delivering.</param>
/// <param name="Message">What came, and what to do.</param>
public sealed record SymbolFailure(string Symbol, ConnectorErrorKind Kind, string Message)
{
    /// <summary>The field concerned; empty for the whole symbol.</summary>
    public string Field { get; init; } = "";

    /// <summary>When to try again; absent where unknown.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
