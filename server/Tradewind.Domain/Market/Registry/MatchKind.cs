namespace Tradewind.Domain.Market.Registry;

/// <summary>How a text led to an instrument.</summary>
public enum MatchKind
{
    /// <summary>It is the id of an entry.</summary>
    Id = 0,

    /// <summary>It is an alias of an entry.</summary>
    Alias,

    /// <summary>It is a ticker by the grammar.</summary>
    Ticker,

    /// <summary>It is a commodity key: the front position is meant.</summary>
    Commodity,
}
