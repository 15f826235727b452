namespace Tradewind.Domain.Engine.Accounts;

/// <summary>Money paid for holding a position or a balance.</summary>
/// <param name="Time">Known time at which it moved, UNIX nanoseconds.</param>
/// <param name="Instrument">Id of the instrument; empty for interest.</param>
/// <param name="Kind">Why.</param>
/// <param name="Quantity">Signed position it was charged on; for interest the balance when it was charged.</param>
/// <param name="Mark">Last mark at the time; NaN for interest.</param>
/// <param name="Rate">Annual fee or rate as a fraction for borrowing and interest, the observed rate for funding, money per unit for a dividend.</param>
/// <param name="Amount">Money taken from cash in the account's currency; negative where it was received.</param>
public readonly record struct FinancingCharge(
    long Time, string Instrument, FinancingKind Kind, decimal Quantity, double Mark, double Rate, decimal Amount);
