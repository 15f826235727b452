using Tradewind.Domain.Indicators;

namespace Tradewind.Domain.Features;

/// <summary>Plans the rolling features of every close over lists of windows.</summary>
internal static class WindowFeatures
{
    public static void AddTo(FeaturePlan plan)
    {
        if (plan.Spec.Windows is not { } spec)
        {
            return;
        }

        foreach (RawInstrument instrument in plan.Raw.Instruments)
        {
            if (instrument.Close is { Name: { } close })
            {
                AddOfClose(plan, spec, instrument.Prefix, close);
                AddOfBars(plan, spec, instrument, close);
                AddOfVolume(plan, spec, instrument, close);
            }
        }
    }

    private static void AddOfClose(FeaturePlan plan, WindowsSpec spec, string p, string close)
    {
        foreach (int n in spec.ReturnWindows)
        {
            plan.Add(new UnaryNode<Return>(close, new($"{p}_return_{n}", n), new Return(n)));
        }

        foreach (int n in spec.LogReturnWindows)
        {
            plan.Add(new UnaryNode<LogReturn>(close, new($"{p}_log_return_{n}", n), new LogReturn(n)));
        }

        foreach (int n in spec.SmaWindows)
        {
            plan.Add(new UnaryNode<Sma>(close, new($"{p}_sma_{n}", n - 1), new Sma(n)));
        }

        foreach (int n in spec.EmaWindows)
        {
            plan.Add(new UnaryNode<Ema>(close, new($"{p}_ema_{n}", n - 1), new Ema(n)));
        }

        foreach (int n in Unmade(spec.RsiWindows, plan.Spec.Technical.RsiWindow))
        {
            plan.Add(new UnaryNode<Rsi>(close, new($"{p}_rsi_{n}", n), new Rsi(n, plan.Spec.Technical.RsiSmoothing)));
        }

        foreach (int n in spec.ZScoreWindows)
        {
            plan.Add(new UnaryNode<RollingZScore>(close, new($"{p}_zscore_{n}", n - 1), new RollingZScore(n)));
        }

        foreach (int n in Unmade(spec.VolatilityWindows, plan.Spec.Technical.VolatilityWindow))
        {
            plan.Add(new UnaryNode<ReturnVolatility>(close, new($"{p}_volatility_{n}", n), new ReturnVolatility(n, plan.RowsPerYear)));
        }
    }

    private static void AddOfBars(FeaturePlan plan, WindowsSpec spec, RawInstrument instrument, string close)
    {
        if (instrument is not { High.Name: { } high, Low.Name: { } low })
        {
            return;
        }

        string p = instrument.Prefix;
        foreach (int n in spec.AtrWindows)
        {
            plan.Add(new BarNode<Atr>(high, low, close, new($"{p}_atr_{n}", n - 1), new Atr(n, plan.Spec.Technical.AtrSmoothing)));
        }

        foreach (int n in spec.StochasticWindows)
        {
            plan.Add(new BarNode<FastStochastic>(high, low, close, new($"{p}_stoch_k_{n}", n - 1), new FastStochastic(n)));
        }

        foreach (int n in spec.DonchianWindows)
        {
            plan.Add(new UnaryNode<RollingMax>(high, new($"{p}_donchian_high_{n}", n - 1), new RollingMax(n)));
            plan.Add(new UnaryNode<RollingMin>(low, new($"{p}_donchian_low_{n}", n - 1), new RollingMin(n)));
        }
    }

    private static void AddOfVolume(FeaturePlan plan, WindowsSpec spec, RawInstrument instrument, string close)
    {
        if (instrument.Volume is not { Name: { } volume })
        {
            return;
        }

        string p = instrument.Prefix;
        foreach (int n in spec.VolumeRatioWindows)
        {
            plan.Add(new UnaryNode<AverageRatio>(volume, new($"{p}_volume_ratio_{n}", n - 1), new AverageRatio(n)));
        }

        foreach (int n in spec.PriceVolumeWindows)
        {
            plan.Add(new PairNode<ReturnCorrelation>(close, volume, new($"{p}_price_volume_corr_{n}", n), new ReturnCorrelation(n)));
        }
    }

    // The technical indicators carry their window in these names: one listed again is the same column.
    private static IEnumerable<int> Unmade(IEnumerable<int> windows, int? technical) =>
        windows.Where(window => window != technical);
}
