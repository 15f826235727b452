namespace Tradewind.Domain.Engine.Accounts;

/// <summary>Why holding a position or a balance cost or brought money.</summary>
public enum FinancingKind : byte
{
    /// <summary>Fee for what a short position borrows.</summary>
    Borrow = 1,

    /// <summary>Funding between the long and the short side of a perpetual.</summary>
    Funding = 2,

    /// <summary>Cash dividend: long positions receive it, short ones pay it.</summary>
    Dividend = 3,

    /// <summary>Interest on the balance of the account.</summary>
    Interest = 4,
}
