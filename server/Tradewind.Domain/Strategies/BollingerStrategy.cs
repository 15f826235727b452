using System.Globalization;
using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Columns;
using Tradewind.Domain.Indicators;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Strategies;

/// <summary>Mean reversion: long at the lower band, short at the upper one, flat when the close is back at the middle.</summary>
internal sealed class BollingerStrategy(TradingUniverse universe, InstrumentSelection instruments, int period, double width)
    : BarStrategy<BollingerStrategy.State>(
        string.Create(CultureInfo.InvariantCulture, $"BollingerBand({period},{width:0.0##})"), universe, instruments, () => new State(period, width)),
    IColumnStrategy
{
    private const int Outputs = 4;

    /// <inheritdoc />
    public IColumnRule Over(BarColumns bars)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"bollinger {period} {width:R}");
        return new Rule(this, bars, bars.Indicator(name, Write, Outputs));
    }

    protected override void OnBar(IStrategyContext context, int instrument, in Bar bar, ref State state)
    {
        state.Bands.Update(bar.Close);
        Bands bands = new(state.Bands.Lower, state.Bands.Middle, state.Bands.Upper, state.Bands.Position);
        if (Decides(state.Bars++, bar.Close, bands, SideOf(context, instrument), out Decision decision))
        {
            decision.EmitTo(context, instrument);
        }
    }

    private bool Decides(long row, double close, in Bands bands, int side, out Decision decision)
    {
        (SignalDirection direction, string reason) = close switch
        {
            _ when !IsReady(row, bands) => (SignalDirection.Flat, ""),
            _ when close <= bands.Lower => (SignalDirection.Long, "at or below the lower band"),
            _ when close >= bands.Upper => (SignalDirection.Short, "at or above the upper band"),
            _ when side > 0 && close >= bands.Middle => (SignalDirection.Flat, "long and back at the middle"),
            _ when side < 0 && close <= bands.Middle => (SignalDirection.Flat, "short and back at the middle"),
            _ => (SignalDirection.Flat, ""),
        };
        decision = new Decision(
            direction, reason, new SignalValue("lower", bands.Lower), new SignalValue("middle", bands.Middle), new SignalValue("upper", bands.Upper));
        return reason.Length > 0;
    }

    // The rule asks for one bar more than the window, and holds where the closes do not vary.
    private bool IsReady(long row, in Bands bands) => row >= period && !double.IsNaN(bands.Position);

    private void Write(BarColumns bars, Span<double> columns)
    {
        int rows = bars.Count;
        new Bollinger(period, width).Update(
            bars.Close, columns.Slice(2 * rows, rows), columns.Slice(rows, rows), columns[..rows], columns.Slice(3 * rows, rows));
    }

    internal struct State(int period, double width)
    {
        public Bollinger Bands = new(period, width);
        public long Bars;
    }

    private readonly record struct Bands(double Lower, double Middle, double Upper, double Position);

    private sealed class Rule(BollingerStrategy strategy, BarColumns bars, ReadOnlyMemory<double> columns) : IColumnRule
    {
        public int Next(int from, int to, int side)
        {
            ReadOnlySpan<double> closes = bars.Close[..to];
            int row = from;
            while (row < to && !Acts(row, closes[row], side))
            {
                row++;
            }

            return row;
        }

        public bool Decides(int row, int side, out Decision decision) =>
            strategy.Decides(row, bars.Close[row], At(row), side, out decision);

        private bool Acts(int row, double close, int side)
        {
            Bands bands = At(row);
            return strategy.IsReady(row, bands) && (close <= bands.Lower || close >= bands.Upper
                || (side > 0 && close >= bands.Middle) || (side < 0 && close <= bands.Middle));
        }

        private Bands At(int row)
        {
            ReadOnlySpan<double> values = columns.Span;
            int rows = bars.Count;
            return new Bands(values[row], values[rows + row], values[2 * rows + row], values[3 * rows + row]);
        }
    }
}
