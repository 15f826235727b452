using Tradewind.Domain.Engine.Recording;
using Tradewind.Domain.Strategies;

namespace Tradewind.Domain.Engine.Backtest.Rows;

/// <summary>A signal; its values are rows of another list.</summary>
internal readonly record struct SignalRow(
    long Time, int Instrument, SignalDirection Direction, double? Strength, int Label, int Reason, int FirstValue, int ValueCount)
{
    /// <summary>The signal of the row.</summary>
    public Signal ToSignal(TradingUniverse universe, TextTable texts, RowList<SignalValueRow> values)
    {
        SignalValue[] made = new SignalValue[ValueCount];
        for (int i = 0; i < made.Length; i++)
        {
            SignalValueRow value = values[FirstValue + i];
            made[i] = new SignalValue(texts[value.Name], value.Value);
        }

        return new Signal
        {
            Time = Time,
            InstrumentOrdinal = Instrument,
            Instrument = universe.Instruments[Instrument].Id,
            Direction = Direction,
            Strength = Strength,
            Label = texts[Label],
            Reason = texts[Reason],
            Values = [.. made],
        };
    }
}
