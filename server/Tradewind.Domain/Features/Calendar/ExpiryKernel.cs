using Tradewind.Domain.Market.Futures;

namespace Tradewind.Domain.Features;

/// <summary>
/// The row's date in; calendar days and sessions to the last trade day of a contract out: of the one at a position of the curve, or of a named
/// one, for which there is nothing after its last day.
/// </summary>
internal struct ExpiryKernel(CommodityContract contract, int position, DeliveryMonth? delivery) : IFeatureKernel
{
    private static readonly DateOnly s_epoch = new(1970, 1, 1);

    private int _from = int.MaxValue;
    private int _rolls;
    private DateOnly _expiry;

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs)
    {
        int day = (int)inputs[0];
        DateOnly date = s_epoch.AddDays(day);
        if (day < _from || day > _rolls)
        {
            Find(date, day);
        }

        (outputs[0], outputs[1]) = _expiry < date
            ? (double.NaN, double.NaN)
            : (_expiry.DayNumber - date.DayNumber, MarketDays.Sessions(date.AddDays(1), _expiry));
    }

    // The contract at a position stays the same up to the last trade day of the front.
    private void Find(DateOnly date, int day)
    {
        DeliveryMonth month = delivery ?? ContractExpiry.AtPosition(contract, position, date);
        _expiry = ContractExpiry.LastTradeDay(contract, month);
        _from = day;
        _rolls = delivery is null ? ContractExpiry.LastTradeDay(contract, month.AddMonths(1 - position)).DayNumber - s_epoch.DayNumber : int.MaxValue;
    }
}
