namespace Tradewind.Domain.Market.Futures;

/// <summary>When a generic position moves on to the next contract.</summary>
public enum RollRule
{
    /// <summary>The day after the last trade day, which itself still counts.</summary>
    LastTradeDay = 0,

    /// <summary>After the 20th of the month, whatever the exchange says: the approximation of older dashboards.</summary>
    TwentiethOfMonth,
}
