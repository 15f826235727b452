using System.Globalization;

namespace Tradewind.Domain.Engine.Accounts;

/// <summary>A generic instrument's change from one contract to the next.</summary>
/// <param name="Instrument">Id of the generic instrument that is traded.</param>
/// <param name="Time">
/// Known time of the last bar of the old contract, UNIX nanoseconds. Where no bar becomes known then, the roll happens before the first one
/// after it, at the last mark.
/// </param>
/// <param name="From">Contract that is left.</param>
/// <param name="To">Contract that is entered.</param>
public sealed record ContractRoll(string Instrument, long Time, string From, string To)
{
    /// <summary>Price of the old contract; null for the last mark of the generic.</summary>
    public decimal? FromPrice { get; init; }

    /// <summary>Price of the new contract at the same time; null where <see cref="Gap"/> is given.</summary>
    public decimal? ToPrice { get; init; }

    /// <summary>Price of the new contract less that of the old one; not used where <see cref="ToPrice"/> is given.</summary>
    public decimal? Gap { get; init; }

    /// <summary>Every value, for the hash of lineage.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Instrument} {Time} {From} to {To}: {FromPrice} {ToPrice} {Gap}");
}
