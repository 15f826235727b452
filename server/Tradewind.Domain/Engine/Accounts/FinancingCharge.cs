namespace Tradewind.Domain.Engine.Accounts;

/// <summary>Money paid for holding a position.</summary>
/// <param name="Time">Known time at which it moved, UNIX nanoseconds.</param>
/// <param name="Instrument">Id of the instrument.</param>
/// <param name="Kind">Why.</param>
/// <param name="Quantity">Signed position it was charged on.</param>
/// <param name="Mark">Last mark at the time.</param>
/// <param name="Rate">Annual fee as a fraction for borrowing, the observed rate for funding.</param>
/// <param name="Amount">Money taken from cash in the account's currency; negative where it was received.</param>
public readonly record struct FinancingCharge(
    long Time, string Instrument, FinancingKind Kind, decimal Quantity, double Mark, double Rate, decimal Amount);
