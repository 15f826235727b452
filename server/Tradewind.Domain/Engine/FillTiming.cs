namespace Tradewind.Domain.Engine;

/// <summary>When market orders of a strategy fill.</summary>
public enum FillTiming
{
    /// <summary>At the open of the next bar of the instrument. The default, and the only one without look-ahead.</summary>
    NextOpen = 0,

    /// <summary>
    /// At the close the decision was made on, with costs: stands for a market-on-close order sent just before it. Only on explicit
    /// choice, since the decision uses the price it trades at.
    /// </summary>
    SameClose,
}
