using Tradewind.Domain.Engine;
using Tradewind.Domain.Market;
using Tradewind.Domain.Strategies.Attribution;

namespace Tradewind.Domain.Strategies.MultiBucket;

/// <summary>
/// A portfolio of crypto assets in four buckets and a hedge (multi-bucket specification): each day it books its fills, marks, closes
/// what the exit rules say, opens what the entry rules say at a size of equal risk, and shrinks everything to the caps. It sizes its own
/// orders: the sizing of the account's options does not apply, its limits do.
/// <para>
/// A day is a slice with a bar of any of its assets. Exits are ordered again until they fill; other orders that did not fill at the next
/// open have lapsed. A pair of which only one leg filled is closed.
/// </para>
/// </summary>
internal sealed class MultiBucketStrategy : IStrategy, IAttributesResult
{
    // Where only signals are generated there is no account; any amount gives the same weights.
    private const double NotionalCapital = 1_000_000;
    private readonly MultiBucketSettings _settings;
    private readonly AssetState[] _assets;
    private readonly int[] _indexOf;
    private readonly PairState[] _pairs;
    private readonly int _market;
    private readonly Bar?[] _bars;
    private readonly double[] _opens;
    private readonly double[] _betas;
    private readonly RegimeView _regime;
    private readonly SleeveBook _book;
    private readonly SleeveExits _exits;
    private readonly SleeveEntries _entries;
    private readonly PortfolioCaps _caps;
    private readonly PortfolioMonitor _monitor;
    private readonly DrawdownCircuit _circuit;
    private readonly List<Candidate> _candidates = [];
    private readonly List<SleeveWeight> _weights = [];
    private readonly List<Sleeve> _weighed = [];
    private int _row = -1;

    public MultiBucketStrategy(MultiBucketUniverse universe, TradingUniverse instruments, MultiBucketSettings settings)
    {
        _settings = settings;
        _assets = [.. universe.Assets.Select(asset => new AssetState(asset.Instrument, instruments.Instruments[asset.Instrument], asset.Symbol, settings))];
        _indexOf = [.. Enumerable.Repeat(-1, instruments.Instruments.Length)];
        for (int i = 0; i < _assets.Length; i++)
        {
            _indexOf[_assets[i].Instrument] = i;
        }

        _pairs = [.. universe.Pairs.Select(pair => new PairState(pair.Id, pair.First, pair.Second, settings))];
        _market = universe.Market;
        (_bars, _opens, _betas) = (new Bar?[_assets.Length], new double[_assets.Length], new double[_assets.Length]);
        _regime = new RegimeView(settings);
        _book = new SleeveBook(_assets);
        _exits = new SleeveExits(settings);
        _entries = new SleeveEntries(settings, _assets, _pairs, [.. universe.Assets.Select(asset => !asset.IsFactor)]);
        _caps = new PortfolioCaps(settings, _assets.Length, Correlation);
        _monitor = new PortfolioMonitor(settings, _assets, _market);
        _circuit = new DrawdownCircuit(settings);
    }

    /// <inheritdoc />
    public string Name => $"MultiBucket({_assets.Length} assets, {_pairs.Length} pairs)";

    /// <inheritdoc />
    public void OnSlice(IStrategyContext context)
    {
        if (!ReadBars(context))
        {
            return;
        }

        _row++;
        _book.Settle(context, _opens);
        CloseBooks(context);
        UpdateScores();
        double equity = double.IsNaN(context.Equity) ? NotionalCapital + _monitor.Profit(_book) : context.Equity;
        _regime.Update(_assets);
        MarkExits();
        bool cut = _circuit.Update(equity);
        _entries.Find(_regime, _book, _candidates);
        _monitor.Record(context.Time, equity, _book, _regime, _circuit, _candidates, _betas);
        if (equity > 0)
        {
            Order(context, equity, cut);
        }
    }

    /// <inheritdoc />
    public PortfolioAttribution? Attribute() => _row < 0 ? null : _monitor.Summarise(_book);

    private bool ReadBars(IStrategyContext context)
    {
        Array.Clear(_bars);
        Array.Fill(_opens, double.NaN);
        bool any = false;
        foreach (ref readonly MarketEvent item in context.Events)
        {
            if (item.IsBar && _indexOf[item.Instrument] is >= 0 and int index)
            {
                (_bars[index], _opens[index], any) = (item.Bar, item.Bar.Open, true);
            }
        }

        return any;
    }

    // What filled for the first time starts to age; what is flat is over; what never filled is forgotten.
    private void CloseBooks(IStrategyContext context)
    {
        for (int i = _book.Sleeves.Count - 1; i >= 0; i--)
        {
            Sleeve sleeve = _book.Sleeves[i];
            if (sleeve.FillRow < 0 && !sleeve.IsFlat)
            {
                (sleeve.FillRow, sleeve.FillTime) = (_row, context.Time);
                sleeve.Risk = double.IsNaN(sleeve.SignalRange) ? 0
                    : _settings.StopAtr * sleeve.SignalRange * (double)Math.Abs(sleeve.First.Units) * sleeve.First.Asset.MultiplierValue;
            }
            else if (sleeve.IsFlat)
            {
                _book.Sleeves.RemoveAt(i);
                if (sleeve.FillRow >= 0)
                {
                    _monitor.Close(sleeve, context.Time, _row - sleeve.FillRow);
                }
            }
        }
    }

    private void UpdateScores()
    {
        for (int i = 0; i < _assets.Length; i++)
        {
            _assets[i].Add(_bars[i]);
        }

        for (int i = 0; i < _assets.Length; i++)
        {
            _assets[i].Fit(_assets[_market]);
            _betas[i] = i == _market || double.IsNaN(_assets[i].Beta) ? 1 : _assets[i].Beta;
        }

        foreach (PairState pair in _pairs)
        {
            pair.Update(_assets[pair.First], _assets[pair.Second]);
        }
    }

    private void MarkExits()
    {
        foreach (Sleeve sleeve in _book.Sleeves)
        {
            if (!sleeve.IsClosing && _exits.ReasonFor(sleeve, _row, _regime, _pairs) is { Length: > 0 } reason)
            {
                sleeve.ExitReason = reason;
            }
        }
    }

    private void Order(IStrategyContext context, double equity, bool cut)
    {
        int held = _book.Sleeves.Count;
        _weights.Clear();
        _weighed.Clear();
        int active = _candidates.Count;
        for (int i = 0; i < held; i++)
        {
            Sleeve sleeve = _book.Sleeves[i];
            if (sleeve.Bucket != Bucket.Hedge && !sleeve.IsClosing)
            {
                double kept = Kept(cut, _exits.IsHalfDue(sleeve, _pairs));
                Weigh(sleeve, sleeve.First.Value / equity * kept, (sleeve.Second?.Value ?? 0) / equity * kept, isNew: false);
                active++;
            }
        }

        double scale = _settings.ScaleToTarget && _monitor.LastDay.ExpectedVolatility > _settings.TargetVolatility
            ? _settings.TargetVolatility / _monitor.LastDay.ExpectedVolatility
            : 1;
        foreach (Candidate candidate in _candidates)
        {
            double size = _settings.TargetVolatility / Math.Sqrt(active) / candidate.Volatility * scale
                * _settings.ConfidenceMultiplier(candidate.Confidence) * _regime.Leverage * _circuit.Multiplier * candidate.SizeMultiplier;
            Open(candidate, size);
        }

        Sleeve? hedge = _book.Hedge;
        double hedgeWeight = (hedge?.First.Value ?? 0) / equity;
        double target = _caps.Apply(_weights, _regime.Leverage, equity, _betas, hedgeWeight);
        for (int i = 0; i < held; i++)
        {
            Sleeve sleeve = _book.Sleeves[i];
            if (sleeve.IsClosing)
            {
                Close(context, sleeve);
            }
        }

        for (int i = 0; i < _weights.Count; i++)
        {
            OrderTo(context, _weighed[i], _weights[i], equity, cut);
        }

        OrderHedge(hedge, target, hedgeWeight, equity);
        _book.Send(context);
    }

    private double Kept(bool cut, bool half) => (cut ? _settings.CircuitReduction : 1) * (half ? 0.5 : 1);

    private void Weigh(Sleeve sleeve, double first, double second, bool isNew)
    {
        _weighed.Add(sleeve);
        _weights.Add(new SleeveWeight(sleeve.Bucket, sleeve.First.Index, first, isNew, sleeve.Second?.Index ?? -1, second));
    }

    private void Open(Candidate candidate, double size)
    {
        if (candidate.Bucket == Bucket.Pair)
        {
            PairState pair = _pairs[candidate.Index];
            double first = candidate.Direction * size / (1 + pair.HedgeRatio);
            Weigh(
                new Sleeve(Bucket.Pair, pair.Id, candidate.Direction, Leg(pair.First), Leg(pair.Second))
                {
                    Pair = candidate.Index,
                    Line = (pair.Intercept, pair.Slope, pair.Deviation, pair.Spread),
                },
                first, -first * pair.HedgeRatio, isNew: true);
            return;
        }

        AssetState asset = _assets[candidate.Index];
        Sleeve sleeve = new(candidate.Bucket, asset.Id, candidate.Direction, Leg(candidate.Index)) { SignalRange = asset.Range };
        Weigh(sleeve, candidate.Direction * size, 0, isNew: true);
    }

    private void OrderTo(IStrategyContext context, Sleeve sleeve, in SleeveWeight weight, double equity, bool cut)
    {
        if (weight.IsNew)
        {
            sleeve.First.Ordered = Units(sleeve.First, weight.Weight * equity);
            if (sleeve.Second is { } second)
            {
                second.Ordered = Units(second, weight.SecondWeight * equity);
            }

            // Both legs or none: a leg below one lot would leave the other alone.
            if (sleeve.First.Ordered != 0 && sleeve.Second is not { Ordered: 0 })
            {
                _book.Sleeves.Add(sleeve);
                Report(context, sleeve, (SignalDirection)sleeve.Direction, "entry");
            }

            return;
        }

        bool half = _exits.IsHalfDue(sleeve, _pairs);
        sleeve.Halved |= half;
        double factor = Kept(cut, half) * weight.Factor;
        if (factor < 1)
        {
            foreach (SleeveLeg leg in sleeve.Legs)
            {
                leg.Ordered = decimal.Truncate(leg.Units * (decimal)factor / leg.Asset.LotSize) * leg.Asset.LotSize - leg.Units;
            }
        }
    }

    private void OrderHedge(Sleeve? hedge, double target, double now, double equity)
    {
        if (target == now)
        {
            return;
        }

        if (hedge is null)
        {
            hedge = new Sleeve(Bucket.Hedge, _assets[_market].Id, Math.Sign(target), Leg(_market));
            _book.Sleeves.Add(hedge);
        }

        hedge.First.Ordered = Units(hedge.First, target * equity) - hedge.First.Units;
    }

    private static void Close(IStrategyContext context, Sleeve sleeve)
    {
        foreach (SleeveLeg leg in sleeve.Legs)
        {
            leg.Ordered = -leg.Units;
        }

        Report(context, sleeve, SignalDirection.Flat, sleeve.ExitReason);
    }

    private static void Report(IStrategyContext context, Sleeve sleeve, SignalDirection direction, string reason)
    {
        for (int i = 0; i < sleeve.Legs.Length; i++)
        {
            AssetState asset = sleeve.Legs[i].Asset;
            context.Report(new Signal
            {
                Time = context.Time,
                InstrumentOrdinal = asset.Instrument,
                Instrument = asset.Id,
                Direction = i == 0 ? direction : (SignalDirection)(-(int)direction),
                Label = sleeve.Bucket == Bucket.Pair ? $"pair {sleeve.Name}" : BucketNames.Of(sleeve.Bucket),
                Reason = reason,
                Values =
                [
                    new("composite", asset.Composite), new("acceleration", asset.Acceleration), new("strength", asset.Strength),
                    new("week_score", asset.Score[0]), new("residual_score", asset.ResidualScore), new("beta", asset.Beta),
                ],
            });
        }
    }

    private SleeveLeg Leg(int index) => new(_assets[index], index);

    private static decimal Units(SleeveLeg leg, double money)
    {
        double lots = money / (leg.Asset.Mark * leg.Asset.MultiplierValue * (double)leg.Asset.LotSize);
        return double.IsFinite(lots) ? (decimal)Math.Truncate(Math.Clamp(lots, -1e18, 1e18)) * leg.Asset.LotSize : 0;
    }

    private double Correlation(int first, int second) =>
        WindowStatistics.Correlation(_assets[first].Returns.Last(30), _assets[second].Returns.Last(30));
}
