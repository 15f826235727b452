using Tradewind.Domain.Market.Futures;

namespace Tradewind.Domain.Features;

/// <summary>
/// First and second price and the date in; roll yield in percent, the same a year and the roll cost out. A year is counted by the days
/// between the two expiries, not by those to the next one, which shrink to nothing. A second price at or below 0 has no yield.
/// </summary>
internal struct RollYieldKernel(CommodityContract contract) : IFeatureKernel
{
    private static readonly DateOnly s_epoch = new(1970, 1, 1);

    private double _from = double.NaN;
    private double _to;
    private int _gap;

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs)
    {
        (double first, double second, double day) = (inputs[0], inputs[1], inputs[2]);
        double ratio = second > 0 ? first / second - 1 : double.NaN;
        outputs[0] = ratio * 100;
        outputs[1] = ratio * (365.0 / Gap(day)) * 100;
        outputs[2] = second - first;
    }

    // The contracts stay the same up to the last trade day of the first.
    private int Gap(double day)
    {
        if (!(day >= _from && day <= _to))
        {
            DateOnly date = s_epoch.AddDays((int)day);
            DeliveryMonth front = ContractExpiry.AtPosition(contract, 1, date);
            DateOnly expiry = ContractExpiry.LastTradeDay(contract, front);
            _gap = ContractExpiry.LastTradeDay(contract, front.AddMonths(1)).DayNumber - expiry.DayNumber;
            (_from, _to) = (day, expiry.DayNumber - s_epoch.DayNumber);
        }

        return _gap;
    }
}
