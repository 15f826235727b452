using Tradewind.Domain.Engine;
using Tradewind.Domain.Indicators;
using Tradewind.Domain.Strategies;

namespace ExampleStrategies;

/// <summary>Long above a band around the average of the last closes, flat below it. One object serves one run.</summary>
public sealed class AverageBandStrategy : IStrategy
{
    private readonly InstrumentSelection _instruments;
    private readonly Sma[] _averages;
    private readonly double _band;

    public AverageBandStrategy(TradingUniverse universe, InstrumentSelection instruments, int window, double bandPercent)
    {
        (_instruments, _band) = (instruments, bandPercent / 100);
        _averages = [.. universe.Instruments.Select(_ => new Sma(window))];
        Name = FormattableString.Invariant($"AverageBand({window},{bandPercent:0.##})");
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <summary>Called once for each market time with what became known then. There is nothing later to look at.</summary>
    public void OnSlice(IStrategyContext context)
    {
        foreach (ref readonly MarketEvent item in context.Events)
        {
            if (!item.IsBar || !_instruments.Contains(item.Instrument))
            {
                continue;
            }

            double average = _averages[item.Instrument].Update(item.Bar.Close);
            decimal position = context.Position(item.Instrument);
            // The average is NaN until its window is full, and every comparison with NaN is false.
            if (position == 0 && item.Bar.Close > average * (1 + _band))
            {
                Emit(context, item.Instrument, SignalDirection.Long, "above the band", average);
            }
            else if (position > 0 && item.Bar.Close < average * (1 - _band))
            {
                Emit(context, item.Instrument, SignalDirection.Flat, "below the band", average);
            }
        }
    }

    private static void Emit(IStrategyContext context, int instrument, SignalDirection direction, string reason, double average) => context.Emit(new Signal
    {
        Time = context.Time,
        InstrumentOrdinal = instrument,
        Instrument = context.Universe.Instruments[instrument].Id,
        Direction = direction,
        Label = direction.ToString(),
        Reason = reason,
        Values = [new SignalValue("average", average)],
    });
}
