namespace Tradewind.Domain.Engine.Orders;

/// <summary>Why an order exists.</summary>
public enum OrderPurpose : byte
{
    /// <summary>A person or a strategy sent it as it is.</summary>
    Direct = 1,

    /// <summary>Moves the position to the target of a signal; a newer signal for the instrument replaces it.</summary>
    SignalTarget = 2,

    /// <summary>Attached stop loss; one-cancels-other with the take profit.</summary>
    StopLoss = 3,

    /// <summary>Attached take profit; one-cancels-other with the stop loss.</summary>
    TakeProfit = 4,

    /// <summary>Flattens after trading was halted.</summary>
    Flatten = 5,

    /// <summary>Closes the book at the end of the run.</summary>
    CloseAtEnd = 6,

    /// <summary>Stop or target of a bracket, made when its entry filled; one-cancels-other.</summary>
    Bracket = 7,

    /// <summary>Closes what the margin no longer carries.</summary>
    Liquidation = 8,

    /// <summary>Leaves a futures contract or enters the next one.</summary>
    Roll = 9,
}
