using Tradewind.Domain.Engine.Costs;
using Tradewind.Domain.Engine.Metrics;
using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Market;

namespace Tradewind.Engine.Tests;

public class ExposureTests
{
    private static readonly InstrumentSeries s_crude = Markets.Daily(
        Markets.Crude, [75, 76, 74, 75, 1000], [75, 78, 75, 77, 2000], [77, 77, 74, 74, 500], [74, 75, 74, 75, 0]);

    private static readonly InstrumentSeries s_unit = Markets.Daily(
        Markets.Unit, [10, 10, 10, 10], [10, 12, 10, 12], [12, 12, 11, 11], [11, 11, 11, 11]);

    private static readonly long[] s_times = [.. Enumerable.Range(0, 4).Select(s_crude.AvailableAt)];

    [Fact]
    public void Positions_are_worth_quantity_times_close_times_multiplier_over_equity()
    {
        Fill[] fills = [Filled(s_crude, 1, 2), Filled(s_unit, 1, -1000), Filled(s_crude, 3, 0)];
        ExposureCurve exposure = ExposureCurve.Of(s_times, [100_000d, 100_000, 200_000, 100_000], fills, [s_crude, s_unit]);
        Assert.Equal([0, 2 * 77_000 / 1e5, 2 * 74_000 / 2e5, 0], exposure.Long.ToArray());
        Assert.Equal([0, -12_000 / 1e5, -11_000 / 2e5, -11_000 / 1e5], exposure.Short.ToArray());
        Assert.Equal(exposure.Long.Span[1] + exposure.Short.Span[1], exposure.Net.Span[1]);
        Assert.Equal(exposure.Long.Span[1] - exposure.Short.Span[1], exposure.Gross.Span[1]);
    }

    [Fact]
    public void Without_a_price_or_equity_nothing_is_known()
    {
        ExposureCurve exposure = ExposureCurve.Of(s_times, [100d, 100, 0, 100], [Filled(s_crude, 0, 1)], []);
        Assert.All(exposure.Gross.ToArray(), gross => Assert.True(double.IsNaN(gross)));
        ExposureCurve broke = ExposureCurve.Of(s_times, [100d, 100, 0, 100], [], [s_crude]);
        Assert.Equal([0, 0, double.NaN, 0], broke.Gross.ToArray());
    }

    [Fact]
    public void Capacity_is_the_capital_at_which_fills_reach_their_share_of_the_volume()
    {
        // 1 % of 1000, 1 % of 2000 and 4 % of 500; a bar without volume says nothing.
        Fill[] fills = [Filled(s_crude, 0, 10), Filled(s_crude, 1, 20), Filled(s_crude, 2, 20), Filled(s_crude, 3, 5), Filled(s_unit, 1, 5)];
        CapacityEstimate capacity = Assert.IsType<CapacityEstimate>(CapacityEstimate.Of(fills, [s_crude, s_unit], 1_000_000m));
        Assert.Equal((0.1, 3, 0.01), (capacity.Limit, capacity.Fills, capacity.MedianParticipation));
        // 95th percentile of 0.01, 0.01, 0.04, between order statistics: 0.01 + 0.9 * 0.03.
        Assert.Equal(0.037, capacity.Participation95, 1e-12);
        Assert.Equal(1_000_000 * 0.1 / 0.037, capacity.Capacity, 1e-3);
        Assert.Null(CapacityEstimate.Of([Filled(s_unit, 1, 5)], [s_crude, s_unit], 1_000_000m));
        Assert.Null(CapacityEstimate.Of([], [s_crude], 1_000_000m));
    }

    private static Fill Filled(InstrumentSeries series, int row, decimal position) => new()
    {
        Number = row + 1,
        OrderNumber = row + 1,
        Time = series.AvailableAt(row),
        BarTime = series.Times.Span[row],
        Instrument = series.Instrument.Id,
        InstrumentOrdinal = 0,
        Side = position < 0 ? OrderSide.Sell : OrderSide.Buy,
        Quantity = Math.Abs(position),
        Price = 1,
        RawPrice = 1,
        Cost = new FillCost(0, 0, 0, 0),
        Realised = 0,
        PositionAfter = position,
        Purpose = OrderPurpose.Direct,
        Multiplier = series.Instrument.Multiplier,
    };
}
