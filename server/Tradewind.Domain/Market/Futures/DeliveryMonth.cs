using System.Globalization;

namespace Tradewind.Domain.Market.Futures;

/// <summary>Month a future delivers in.</summary>
/// <param name="Year">Year.</param>
/// <param name="Month">Month, 1 to 12.</param>
public readonly record struct DeliveryMonth(int Year, int Month) : IComparable<DeliveryMonth>
{
    /// <summary>Letters of January to December.</summary>
    public const string Letters = "FGHJKMNQUVXZ";

    /// <summary>Letter of the month: F is January, Z December.</summary>
    public char Letter => Letters[Month - 1];

    /// <summary>First day of the month.</summary>
    public DateOnly FirstDay => new(Year, Month, 1);

    /// <summary>Last day of the month.</summary>
    public DateOnly LastDay => AddMonths(1).FirstDay.AddDays(-1);

    /// <summary>The month of a date.</summary>
    public static DeliveryMonth Of(DateOnly date) => new(date.Year, date.Month);

    /// <summary>The month a number of months later.</summary>
    public DeliveryMonth AddMonths(int months) => Of(FirstDay.AddMonths(months));

    /// <inheritdoc />
    public int CompareTo(DeliveryMonth other) => FirstDay.CompareTo(other.FirstDay);

    /// <summary>True when <paramref name="left"/> is earlier.</summary>
    public static bool operator <(DeliveryMonth left, DeliveryMonth right) => left.CompareTo(right) < 0;

    /// <summary>True when <paramref name="left"/> is later.</summary>
    public static bool operator >(DeliveryMonth left, DeliveryMonth right) => left.CompareTo(right) > 0;

    /// <summary>True when <paramref name="left"/> is not later.</summary>
    public static bool operator <=(DeliveryMonth left, DeliveryMonth right) => left.CompareTo(right) <= 0;

    /// <summary>True when <paramref name="left"/> is not earlier.</summary>
    public static bool operator >=(DeliveryMonth left, DeliveryMonth right) => left.CompareTo(right) >= 0;

    /// <summary><c>2025-01</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-{Month:00}");
}
