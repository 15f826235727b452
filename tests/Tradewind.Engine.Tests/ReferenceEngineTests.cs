using FsCheck;
using FsCheck.Fluent;
using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Orders;
using Tradewind.Domain.Market;

namespace Tradewind.Engine.Tests;

public class ReferenceEngineTests
{
    [Fact]
    public void Engine_and_naive_reference_agree_on_every_fill_and_every_mark() => Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
    {
        Random random = new(seed);
        double[][] rows = new double[random.Next(3, 80)][];
        double price = 100;
        for (int i = 0; i < rows.Length; i++)
        {
            double open = price + 0.25 * random.Next(-4, 5), close = open + 0.25 * random.Next(-6, 7);
            rows[i] = [open, Math.Max(open, close) + 0.25 * random.Next(5), Math.Min(open, close) - 0.25 * random.Next(5), close];
            price = Math.Max(50, close);
        }

        List<(int DecidedAt, OrderRequest Request)> orders = [];
        for (int i = 0; i < rows.Length; i++)
        {
            for (int k = random.Next(3); k > 0; k--)
            {
                OrderType type = (OrderType)random.Next(1, 4);
                decimal at = (decimal)(rows[i][3] + 0.25 * random.Next(-8, 9));
                orders.Add((i, new OrderRequest
                {
                    Instrument = "UNIT",
                    Side = (OrderSide)random.Next(1, 3),
                    Quantity = random.Next(1, 6),
                    Type = type,
                    LimitPrice = type == OrderType.Limit ? at : null,
                    StopPrice = type == OrderType.Stop ? at : null,
                }));
            }
        }

        EngineOptions options = Markets.Frictionless with { SlippagePercent = 0.05m };
        EngineRun run = new(options, Markets.Daily(Markets.Unit, rows));
        for (int i = 0; i < rows.Length; i++)
        {
            run.Process(i, i + 1);
            foreach ((int _, OrderRequest request) in orders.Where(order => order.DecidedAt == i))
            {
                run.Engine.Submit(request);
            }
        }

        Bar[] bars = [.. rows.Select(row => new Bar(0, row[0], row[1], row[2], row[3], double.NaN))];
        (List<(int Order, int Bar, double Price)> fills, List<double> equity) = ReferenceEngine.Run(bars, orders, 1_000_000, 0.05);
        Assert.Equal(
            fills.Select(fill => (fill.Order, fill.Bar)),
            run.Ledger.Fills.Select(fill => ((int)fill.OrderNumber - 1, (int)((fill.BarTime - Markets.Start) / UnixTime.Day))));
        Assert.All(fills.Zip(run.Ledger.Fills), pair => Assert.Equal(pair.First.Price, (double)pair.Second.Price, 1e-9));
        Assert.All(equity.Zip(run.Equity()), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
}
