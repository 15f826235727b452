using System.Globalization;

namespace Tradewind.Domain.Engine.Accounts;

/// <summary>Cash paid on a share to whoever holds it when it begins to trade without the claim.</summary>
/// <param name="Instrument">Id of the instrument.</param>
/// <param name="ExTime">
/// Start of the ex-date, UNIX nanoseconds: what is held before the first bar that opens then or later receives, what is short pays.
/// </param>
/// <param name="Amount">Money of the quote currency per unit, above 0.</param>
public sealed record CashDividend(string Instrument, long ExTime, decimal Amount)
{
    /// <summary>Every value, for the hash of lineage.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Instrument} {ExTime}: {Amount}");
}
