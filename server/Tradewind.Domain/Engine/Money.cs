namespace Tradewind.Domain.Engine;

/// <summary>Precision of booked money.</summary>
public static class Money
{
    private const int Decimals = 12;

    /// <summary>
    /// Rounds to 12 decimals, halves to even. Amounts on one grid add without rounding, so cash equals capital plus
    /// realised less costs exactly, however many fills there are.
    /// </summary>
    public static decimal Round(decimal amount) => decimal.Round(amount, Decimals, MidpointRounding.ToEven);

    /// <summary>Price × quantity × multiplier.</summary>
    public static decimal Worth(decimal price, decimal quantity, decimal multiplier)
    {
        decimal worth = price * quantity;
        return multiplier == 1 ? worth : worth * multiplier;
    }
}
