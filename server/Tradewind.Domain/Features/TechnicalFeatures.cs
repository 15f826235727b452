using Tradewind.Domain.Indicators;

namespace Tradewind.Domain.Features;

/// <summary>Plans the technical indicators of every close, and the volatility of every primary field.</summary>
internal static class TechnicalFeatures
{
    public static void AddTo(FeaturePlan plan)
    {
        foreach (RawInstrument instrument in plan.Raw.Instruments)
        {
            if (instrument.Close is not null)
            {
                AddOfClose(plan, instrument, instrument.Close.Name);
                AddOfBars(plan, instrument, instrument.Close.Name);
                AddOfVolume(plan, instrument, instrument.Close.Name);
            }

            AddVolatility(plan, instrument);
        }
    }

    private static void AddOfClose(FeaturePlan plan, RawInstrument instrument, string close)
    {
        (string p, TechnicalSpec spec) = (instrument.Prefix, plan.Spec.Technical);
        if (spec.RsiWindow is { } rsi)
        {
            plan.Add(new UnaryNode<Rsi>(close, new($"{p}_rsi_{rsi}", rsi), new Rsi(rsi, spec.RsiSmoothing)));
        }

        if (spec.Macd is { } macd)
        {
            int signal = macd.Slow + macd.Signal - 2;
            plan.Add(new KernelNode<MacdKernel>(
                [close], [new($"{p}_macd", macd.Slow - 1), new($"{p}_macd_signal", signal), new($"{p}_macd_histogram", signal)], new(macd)));
        }

        if (spec.Bollinger is { } bands)
        {
            int first = bands.Window - 1;
            plan.Add(new KernelNode<BollingerKernel>(
                [close],
                [
                    new($"{p}_bb_upper", first), new($"{p}_bb_middle", first), new($"{p}_bb_lower", first), new($"{p}_bb_position", first),
                    new($"{p}_bb_width", first),
                ],
                new(bands),
                bands.BandWidth ? [0, 1, 2, 3, 4] : [0, 1, 2, 3]));
        }

        if (spec.StochasticRsi is { } stochastic)
        {
            int k = stochastic.RsiWindow + stochastic.StochasticWindow + stochastic.KWindow - 2;
            plan.Add(new KernelNode<StochasticRsiKernel>(
                [close],
                [new($"{p}_stoch_rsi_k", k), new($"{p}_stoch_rsi_d", k + stochastic.DWindow - 1)],
                new(stochastic, spec.RsiSmoothing)));
        }

        if (spec.RocWindow is { } roc)
        {
            plan.Add(new UnaryNode<Roc>(close, new($"{p}_roc_{roc}", roc), new Roc(roc)));
        }
    }

    private static void AddOfBars(FeaturePlan plan, RawInstrument instrument, string close)
    {
        if (instrument is not { High.Name: { } high, Low.Name: { } low })
        {
            return;
        }

        (string p, TechnicalSpec spec) = (instrument.Prefix, plan.Spec.Technical);
        if (spec.Stochastic is { } stochastic)
        {
            int k = stochastic.Window - 1;
            plan.Add(new KernelNode<StochasticKernel>(
                [high, low, close], [new($"{p}_stoch_k", k), new($"{p}_stoch_d", k + stochastic.Smoothing - 1)], new(stochastic)));
        }

        if (spec.WilliamsRWindow is { } williams)
        {
            plan.Add(new BarNode<WilliamsR>(high, low, close, new($"{p}_williams_r", williams - 1), new WilliamsR(williams)));
        }

        if (spec.AtrWindow is { } atr)
        {
            plan.Add(new BarNode<Atr>(high, low, close, new($"{p}_atr", atr - 1), new Atr(atr, spec.AtrSmoothing)));
        }

        if (spec.Cci is { } cci)
        {
            plan.Add(new BarNode<Cci>(high, low, close, new($"{p}_cci", cci.Window - 1), new Cci(cci.Window, cci.Constant)));
        }
    }

    private static void AddOfVolume(FeaturePlan plan, RawInstrument instrument, string close)
    {
        if (instrument.Volume is not { Name: { } volume })
        {
            return;
        }

        (string p, TechnicalSpec spec) = (instrument.Prefix, plan.Spec.Technical);
        if (spec.VwapWindow is { } window)
        {
            FeatureOutput output = new($"{p}_vwap_{window}", window - 1);
            plan.Add(spec.VwapPrice == VwapPrice.Typical && instrument is { High.Name: { } high, Low.Name: { } low }
                ? new KernelNode<TypicalVwapKernel>([high, low, close, volume], [output], new(window))
                : new PairNode<RollingVwap>(close, volume, output, new RollingVwap(window)));
        }

        if (spec.Obv)
        {
            plan.Add(new PairNode<Obv>(close, volume, new($"{p}_obv", 0), default));
        }
    }

    private static void AddVolatility(FeaturePlan plan, RawInstrument instrument)
    {
        if (plan.Spec.Technical.VolatilityWindow is not { } window)
        {
            return;
        }

        FeatureOutput output = new($"{instrument.Prefix}_volatility_{window}", window);
        if (instrument.Close is { } close)
        {
            plan.Add(new UnaryNode<ReturnVolatility>(close.Name, output, new ReturnVolatility(window, plan.RowsPerYear)));
        }
        else if (instrument.Spreads is [var spread, ..])
        {
            double scale = plan.Spec.AnnualizeSpreadVolatility ? plan.RowsPerYear : 1;
            plan.Add(new UnaryNode<ReturnVolatility>(
                spread.Name, output, new ReturnVolatility(window, scale, ChangeKind.Difference)));
        }
    }
}
