namespace Tradewind.Sources.Connectors;

/// <summary>What kept a connector from delivering.</summary>
public enum ConnectorErrorKind
{
    /// <summary>The connector failed in a way it did not foresee: a defect of its code. Never a reason to fall back on other data.</summary>
    Internal = 0,

    /// <summary>The source does not know the symbol. Not worth a repeat.</summary>
    InvalidSymbol,

    /// <summary>The source does not have the field for the symbol. Not worth a repeat.</summary>
    InvalidField,

    /// <summary>The source offers no such timeframe, kind of data or option. Not worth a repeat.</summary>
    Unsupported,

    /// <summary>Too many requests; the retry time, where given, says when the next may come.</summary>
    RateLimited,

    /// <summary>The source refuses the credentials. Not worth a repeat.</summary>
    Authentication,

    /// <summary>The connector is not attached, or the source cannot be reached or refuses service (geographic block, missing library).</summary>
    Unavailable,

    /// <summary>No answer in time.</summary>
    Timeout,

    /// <summary>The answer cannot be read.</summary>
    Malformed,
}
