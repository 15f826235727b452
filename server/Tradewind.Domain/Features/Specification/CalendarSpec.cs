namespace Tradewind.Domain.Features;

/// <summary>Features of the row's date and time: known long before, whatever the market does.</summary>
public sealed record CalendarSpec
{
    /// <summary>Days to the last trade day of every future whose id says which contract it is; default on.</summary>
    public bool Expiries { get; init; } = true;
}
