using Tradewind.Domain.Engine;
using Tradewind.Domain.Market;

namespace Tradewind.Engine.Tests;

/// <summary>A random market in minutes on a coarse grid, its hours, and prints of its trades.</summary>
internal sealed class ExecutionMarket
{
    public const int MinutesAnHour = 60;

    public ExecutionMarket(int seed, int hours = 30)
    {
        Random random = new(seed);
        double[][] rows = new double[hours * MinutesAnHour][];
        List<(long Time, double Price, double Size)> prints = [];
        double price = 100;
        for (int minute = 0; minute < rows.Length; minute++)
        {
            double open = Step(random, price);
            (double high, double low, double close, double volume) = (open, open, open, 0);
            long start = Markets.Start + minute * UnixTime.Minute;
            long time = start;
            for (int print = random.Next(1, 4); print > 0; print--)
            {
                close = Step(random, close);
                double size = random.Next(1, 6);
                (high, low, volume) = (Math.Max(high, close), Math.Min(low, close), volume + size);
                // Some at the very start and end of the minute, some a nanosecond after the one before.
                time = random.Next(4) == 0 ? time + 1 : Math.Min(start + UnixTime.Minute - 3 + print, time + 1 + random.Next(20) * UnixTime.Second);
                if (prints.Count == 0 || time > prints[^1].Time)
                {
                    prints.Add((time, close, size));
                }
            }

            rows[minute] = [open, high, low, close, volume];
            price = close;
        }

        Instrument instrument = Markets.Unit with { TickSize = 0.5m };
        Minutes = Markets.Bars(instrument, Timeframe.Minute, Markets.Start, rows);
        Hours = Markets.Bars(instrument, Timeframe.Hour, Markets.Start, [.. rows.Chunk(MinutesAnHour).Select(Merge)]);
        Prints = PrintsOf(instrument, [.. prints]);
    }

    public InstrumentSeries Minutes { get; }

    public InstrumentSeries Hours { get; }

    public InstrumentSeries Prints { get; }

    public static InstrumentSeries PrintsOf(Instrument instrument, params (long Time, double Price, double Size)[] prints) => new(
        instrument, Timeframe.Tick, Availability.Candle, prints.Select(print => print.Time).ToArray(),
        [
            KeyValuePair.Create(ExecutionSeries.PriceField, (ReadOnlyMemory<double>)prints.Select(print => print.Price).ToArray()),
            KeyValuePair.Create(ExecutionSeries.SizeField, (ReadOnlyMemory<double>)prints.Select(print => print.Size).ToArray()),
        ]);

    private static double[] Merge(double[][] rows) =>
        [rows[0][0], rows.Max(row => row[1]), rows.Min(row => row[2]), rows[^1][3], rows.Sum(row => row[4])];

    private static double Step(Random random, double price) => Math.Max(20, price + 0.5 * random.Next(-1, 2));
}
