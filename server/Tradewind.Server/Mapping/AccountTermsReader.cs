using System.Collections.Immutable;
using Tradewind.Domain.Engine.Accounts;
using Tradewind.Domain.Errors;
using Tradewind.Server.Requests;

namespace Tradewind.Server.Mapping;

/// <summary>Reads what holding positions costs and needs; ranges are checked with the options they become part of.</summary>
internal static class AccountTermsReader
{
    /// <summary>Fees on short positions.</summary>
    public static BorrowTerms Borrow(V1.BorrowTerms terms) => new()
    {
        AnnualFraction = terms.AnnualFraction, ByInstrument = terms.ByInstrument.ToImmutableSortedDictionary(StringComparer.Ordinal),
    };

    /// <summary>Margin fractions.</summary>
    public static MarginTerms Margin(V1.MarginTerms terms) => new()
    {
        InitialFraction = terms.HasInitialFraction ? terms.InitialFraction : null,
        MaintenanceFraction = terms.HasMaintenanceFraction ? terms.MaintenanceFraction : null,
    };

    /// <summary>Interest on the balance.</summary>
    public static InterestTerms Interest(V1.InterestTerms terms) => new() { CreditRate = terms.CreditRate, DebitRate = terms.DebitRate };

    /// <summary>Cash dividends.</summary>
    /// <exception cref="InvalidInputException">An instrument or a time is missing or an amount is no decimal.</exception>
    public static DividendSchedule Dividends(IReadOnlyList<V1.CashDividend> dividends, string path) =>
        new([.. dividends.Select((dividend, i) => Dividend(dividend, $"{path}[{i}]"))]);

    /// <summary>Contract changes.</summary>
    /// <exception cref="InvalidInputException">A time is missing or a price is no decimal.</exception>
    public static RollSchedule Rolls(IReadOnlyList<V1.ContractRoll> rolls, string path) => new([.. rolls.Select((roll, i) => Roll(roll, $"{path}[{i}]"))]);

    private static CashDividend Dividend(V1.CashDividend dividend, string path) => new(
        Required.Text(dividend.InstrumentId, $"{path}.instrument_id"),
        ProtoTime.ToNanoseconds(Required.Message(dividend.ExTime, $"{path}.ex_time"), $"{path}.ex_time"),
        ProtoDecimal.ReadOptionalMoney(Required.Text(dividend.Amount, $"{path}.amount"), $"{path}.amount") ?? 0);

    private static ContractRoll Roll(V1.ContractRoll roll, string path) => new(
        Required.Text(roll.InstrumentId, $"{path}.instrument_id"),
        ProtoTime.ToNanoseconds(Required.Message(roll.Time, $"{path}.time"), $"{path}.time"),
        roll.FromContract,
        roll.ToContract)
    {
        FromPrice = ProtoDecimal.ReadOptionalMoney(roll.FromPrice, $"{path}.from_price"),
        ToPrice = ProtoDecimal.ReadOptionalMoney(roll.ToPrice, $"{path}.to_price"),
        Gap = ProtoDecimal.ReadOptionalMoney(roll.Gap, $"{path}.gap"),
    };
}
