namespace Tradewind.Domain.Engine.Orders;

/// <summary>Direction of an order or fill.</summary>
public enum OrderSide : byte
{
    /// <summary>Buys: raises the position.</summary>
    Buy = 1,

    /// <summary>Sells: lowers the position.</summary>
    Sell = 2,
}
