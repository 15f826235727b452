using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Recording;
using Tradewind.Domain.Market;
using Tradewind.Domain.Strategies;

namespace Tradewind.Engine.Tests;

/// <summary>One instrument, one engine, one ledger.</summary>
internal sealed class EngineRun
{
    public EngineRun(EngineOptions options, InstrumentSeries series, IStrategy? strategy = null)
    {
        Universe = TradingUniverse.Of([series]);
        Slices = Markets.Slices(Universe, [series]);
        Engine = new TradingEngine(Universe, options, strategy, Ledger);
    }

    public TradingUniverse Universe { get; }

    public List<MarketSlice> Slices { get; }

    public SessionLedger Ledger { get; } = new();

    public TradingEngine Engine { get; }

    public EngineRun Process(int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            Engine.Process(Slices[i]);
        }

        return this;
    }

    public EngineRun ProcessAll() => Process(0, Slices.Count);

    public double[] Equity() => [.. Ledger.Equity.ToArray().Select(point => point.Equity)];
}
