using System.Runtime.CompilerServices;
using Tradewind.Domain.Indicators;

namespace Tradewind.Domain.Features;

/// <summary>Close in; line, signal and histogram out.</summary>
internal struct MacdKernel(MacdSpec spec) : IFeatureKernel
{
    private Macd _macd = new(spec.Fast, spec.Slow, spec.Signal);

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs)
    {
        outputs[0] = _macd.Update(inputs[0]);
        outputs[1] = _macd.Signal;
        outputs[2] = _macd.Histogram;
    }

    static void IFeatureKernel.Fold<T>(ref T kernel, RowTile inputs, RowTile outputs) =>
        Unsafe.As<T, MacdKernel>(ref kernel)._macd.Update(inputs[0], outputs[0], outputs[1], outputs[2]);
}

/// <summary>Close in; upper, middle, lower, position and width over middle out.</summary>
internal struct BollingerKernel(BollingerSpec spec) : IFeatureKernel
{
    private Bollinger _bands = new(spec.Window, spec.Width, spec.DegreesOfFreedomLost);

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs)
    {
        outputs[1] = _bands.Update(inputs[0]);
        outputs[0] = _bands.Upper;
        outputs[2] = _bands.Lower;
        outputs[3] = _bands.Position;
        outputs[4] = Defined.OrMissing((outputs[0] - outputs[2]) / outputs[1]);
    }

    static void IFeatureKernel.Fold<T>(ref T kernel, RowTile inputs, RowTile outputs)
    {
        Unsafe.As<T, BollingerKernel>(ref kernel)._bands.Update(inputs[0], outputs[0], outputs[1], outputs[2], outputs[3]);
        for (int row = 0; row < outputs.Rows; row++)
        {
            outputs[4][row] = Defined.OrMissing((outputs[0][row] - outputs[2][row]) / outputs[1][row]);
        }
    }
}

/// <summary>High, low, close in; K and D out.</summary>
internal struct StochasticKernel(StochasticSpec spec) : IFeatureKernel
{
    private Stochastic _stochastic = new(spec.Window, spec.Smoothing);

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs)
    {
        outputs[0] = _stochastic.Update(inputs[0], inputs[1], inputs[2]);
        outputs[1] = _stochastic.D;
    }

    static void IFeatureKernel.Fold<T>(ref T kernel, RowTile inputs, RowTile outputs) =>
        Unsafe.As<T, StochasticKernel>(ref kernel)._stochastic.Update(inputs[0], inputs[1], inputs[2], outputs[0], outputs[1]);
}

/// <summary>Close in; K and D out.</summary>
internal struct StochasticRsiKernel(StochasticRsiSpec spec, RsiSmoothing smoothing) : IFeatureKernel
{
    private StochasticRsi _indicator = new(spec.RsiWindow, spec.StochasticWindow, spec.KWindow, spec.DWindow, smoothing);

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs)
    {
        outputs[0] = _indicator.Update(inputs[0]);
        outputs[1] = _indicator.D;
    }
}

/// <summary>High, low, close and volume in; volume-weighted average of the typical price out.</summary>
internal struct TypicalVwapKernel(int window) : IFeatureKernel
{
    private RollingVwap _average = new(window);

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs) =>
        outputs[0] = _average.Update(RollingVwap.TypicalPrice(inputs[0], inputs[1], inputs[2]), inputs[3]);
}
