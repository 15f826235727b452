using System.Collections.Immutable;

namespace Tradewind.Domain.Market.Futures;

/// <summary>Last trade days of Brent as a loaded table has them; they win over the rule, which only holds since 2016.</summary>
public sealed class SuppliedExpiries
{
    /// <summary>Field of an expiry series that holds the delivery month as the table labels it (202502).</summary>
    public const string DeliveryField = "delivery_month";

    // From here on the months of the table are wrong or repeated, and the rule tells the month.
    private static readonly DateOnly LabelsEnd = new(2016, 1, 20);

    private readonly ImmutableArray<(DateOnly LastTrade, DeliveryMonth Delivery)> _contracts;

    private SuppliedExpiries(ImmutableArray<(DateOnly LastTrade, DeliveryMonth Delivery)> contracts) => _contracts = contracts;

    /// <summary>Reads the expiry series of Brent.</summary>
    /// <param name="series">Stamped with last trade days, with the field <see cref="DeliveryField"/>.</param>
    public static SuppliedExpiries OfBrent(InstrumentSeries series)
    {
        ArgumentNullException.ThrowIfNull(series);
        ImmutableArray<(DateOnly, DeliveryMonth)>.Builder contracts = ImmutableArray.CreateBuilder<(DateOnly, DeliveryMonth)>(series.Count);
        ReadOnlySpan<double> labels = series.Column(DeliveryField).Span;
        for (int row = 0; row < series.Count; row++)
        {
            DateOnly last = UnixTime.ToDate(series.Times.Span[row]);
            contracts.Add((last, last < LabelsEnd ? new DeliveryMonth((int)labels[row] / 100, (int)labels[row] % 100) : DeliveryMonth.Of(last).AddMonths(2)));
        }

        return new SuppliedExpiries(contracts.ToImmutable());
    }

    /// <summary>Last trade day of a contract; null where the table does not have it.</summary>
    public DateOnly? LastTradeDay(DeliveryMonth delivery)
    {
        DateOnly? last = null;
        foreach ((DateOnly lastTrade, DeliveryMonth month) in _contracts)
        {
            last = month == delivery ? lastTrade : last;
        }

        return last;
    }

    /// <summary>Delivery month at a position on a date; null where the table ends before.</summary>
    public DeliveryMonth? AtPosition(int n, DateOnly on)
    {
        DeliveryMonth[] ahead = [.. _contracts.Where(contract => contract.LastTrade >= on).Select(contract => contract.Delivery).Distinct().Order()];
        return n >= 1 && n <= ahead.Length ? ahead[n - 1] : null;
    }
}
