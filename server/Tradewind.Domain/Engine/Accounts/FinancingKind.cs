namespace Tradewind.Domain.Engine.Accounts;

/// <summary>Why holding a position cost or brought money.</summary>
public enum FinancingKind : byte
{
    /// <summary>Fee for what a short position borrows.</summary>
    Borrow = 1,

    /// <summary>Funding between the long and the short side of a perpetual.</summary>
    Funding = 2,
}
