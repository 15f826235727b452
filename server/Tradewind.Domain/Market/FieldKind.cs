namespace Tradewind.Domain.Market;

/// <summary>What a column measures; decides whether its changes are returns or differences.</summary>
public enum FieldKind
{
    /// <summary>Not known; changes are differences.</summary>
    Unknown = 0,

    /// <summary>Traded or index price; changes are simple returns.</summary>
    Price,

    /// <summary>Credit or other spread; changes are differences.</summary>
    Spread,

    /// <summary>Yield or rate; changes are differences.</summary>
    Yield,

    /// <summary>Duration, duration times spread.</summary>
    Duration,

    /// <summary>Traded volume.</summary>
    Volume,

    /// <summary>Amount outstanding or a count.</summary>
    Amount,
}

/// <summary>Recognises the kind of a column by its field name.</summary>
public static class FieldKinds
{
    /// <summary>
    /// Kind of a field by the suffix rules of Bloomberg exports and OHLCV files, ignoring case. A name that fits no rule is
    /// <see cref="FieldKind.Unknown"/>.
    /// </summary>
    public static FieldKind Of(string field) => field.Trim().ToUpperInvariant() switch
    {
        "OPEN" or "HIGH" or "LOW" or "CLOSE" or "PRICE" => FieldKind.Price,
        "OAS" or "Z_SPREAD" or "G_SPREAD" or "SPREAD" => FieldKind.Spread,
        "YIELD" or "YTW" => FieldKind.Yield,
        "DTS" or "DURATION" => FieldKind.Duration,
        "VOLUME" or "PX_VOLUME" or "TURNOVER" => FieldKind.Volume,
        "AMOUNT_OUTSTANDING" => FieldKind.Amount,
        var name when name.StartsWith("PX_", StringComparison.Ordinal) => FieldKind.Price,
        var name when name.StartsWith("YLD_", StringComparison.Ordinal) => FieldKind.Yield,
        var name when name.StartsWith("DUR_", StringComparison.Ordinal) => FieldKind.Duration,
        _ => FieldKind.Unknown,
    };
}
