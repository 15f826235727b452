using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Engine.Accounts;

/// <summary>
/// Margin of an account. Used is Σ|quantity| × |mark| × multiplier × initial fraction; equity below the same with the maintenance fraction is
/// a margin call: of the positions with the largest margin as many lots as are missing are closed at the next open, and until equity is
/// enough again at a mark only orders that reduce are accepted and filled.
/// </summary>
internal sealed class MarginAccount
{
    private readonly AccountBook _book;
    private readonly double[] _initial;
    private readonly double[] _maintenance;
    private readonly List<long> _calls = [];

    public MarginAccount(TradingUniverse universe, MarginTerms terms, AccountBook book)
    {
        _book = book;
        _initial = [.. universe.Instruments.Select(terms.InitialOf)];
        _maintenance = [.. universe.Instruments.Select(terms.MaintenanceOf)];
    }

    /// <summary>Margin of the positions at the last marks.</summary>
    public double Used => Sum(_initial);

    /// <summary>Equity below which positions are liquidated.</summary>
    public double Maintenance => Sum(_maintenance);

    /// <summary>Known times of margin calls.</summary>
    public IReadOnlyList<long> Calls => _calls;

    /// <summary>True from a margin call until equity is enough at a mark.</summary>
    public bool InCall { get; private set; }

    /// <summary>Value of an instrument that may still be bought or sold short.</summary>
    public double BuyingPower(int instrument) => (_book.Equity - Used) / _initial[instrument];

    /// <summary>True where the account can carry every open order and this one besides its positions.</summary>
    public bool Carries(Order order, IReadOnlyList<List<Order>> open)
    {
        double needed = 0;
        for (int instrument = 0; instrument < _initial.Length; instrument++)
        {
            PositionState position = _book[instrument];
            (decimal buys, decimal sells) = (0, 0);
            foreach (Order other in open[instrument])
            {
                if (other.Number != order.Number && other.Adds)
                {
                    (buys, sells) = other.Side == OrderSide.Buy ? (buys + other.Remaining, sells) : (buys, sells + other.Remaining);
                }
            }

            if (instrument == order.InstrumentOrdinal)
            {
                (buys, sells) = order.Side == OrderSide.Buy ? (buys + order.Remaining, sells) : (buys, sells + order.Remaining);
            }

            decimal most = Math.Max(Math.Abs(position.Quantity), Math.Max(Math.Abs(position.Quantity + buys), Math.Abs(position.Quantity - sells)));
            needed += most == 0 ? 0 : (double)most * Unit(position) * _initial[instrument];
        }

        return needed <= _book.Equity;
    }

    /// <summary>Looks at a mark; makes the orders of a liquidation where equity is below the maintenance margin.</summary>
    public void Watch(OrderDesk desk, long time)
    {
        double missing = Maintenance - _book.Equity;
        if (_book.OpenCount == 0 || missing <= 0)
        {
            InCall = false;
            return;
        }

        if (!InCall)
        {
            _calls.Add(time);
            InCall = true;
        }

        int[] largestFirst = [.. _book.OpenOrdinals.OrderByDescending(instrument => MarginOf(instrument)).ThenBy(instrument => instrument)];
        decimal[] closing = [.. largestFirst.Select(instrument => Closing(desk.Open(instrument)))];
        missing -= largestFirst.Select((instrument, i) => (double)closing[i] * Unit(_book[instrument]) * _maintenance[instrument]).Sum();
        for (int i = 0; i < largestFirst.Length && missing > 0; i++)
        {
            (int instrument, PositionState position) = (largestFirst[i], _book[largestFirst[i]]);
            decimal lot = position.Instrument.LotSize;
            decimal most = Math.Abs(position.Quantity) - closing[i];
            double perLot = Unit(position) * _maintenance[instrument] * (double)lot;
            decimal quantity = missing >= perLot * (double)(most / lot) ? most : Math.Min(most, (decimal)Math.Ceiling(missing / perLot) * lot);
            if (quantity > 0)
            {
                desk.PlaceMarket(
                    instrument, position.Quantity > 0 ? -quantity : quantity, OrderPurpose.Liquidation, time, "margin call", reduceOnly: true);
                missing -= (double)(quantity / lot) * perLot;
            }
        }
    }

    // Quantity of orders that close a position whatever happens; a starved one may wait from an earlier mark.
    private static decimal Closing(List<Order> open) =>
        open.Where(order => order.Purpose is OrderPurpose.Liquidation or OrderPurpose.Flatten).Sum(order => order.Remaining);

    private static double Unit(PositionState position) => Math.Abs(position.Mark) * position.MultiplierValue;

    private double MarginOf(int instrument) => Math.Abs(_book[instrument].QuantityValue) * Unit(_book[instrument]) * _maintenance[instrument];

    private double Sum(double[] fractions)
    {
        double sum = 0;
        foreach (int instrument in _book.OpenOrdinals)
        {
            sum += Math.Abs(_book[instrument].QuantityValue) * Unit(_book[instrument]) * fractions[instrument];
        }

        return sum;
    }
}
