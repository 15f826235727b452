using Tradewind.Domain.Engine;

namespace Tradewind.Domain.Strategies.CrossSection;

/// <summary>
/// Ranks the instruments by their return from lookback + skip bars ago to skip bars ago, buys the best and sells the worst, and ranks
/// anew every so many rows. A row is a time with a bar of any of them. An instrument without enough history, or without a bar for too
/// long, is not ranked and not held. Ties go to the instrument that comes first by id.
/// </summary>
internal sealed class CrossSectionalMomentumStrategy : IStrategy
{
    private readonly CrossSectionalMomentumSettings _settings;
    private readonly Asset[] _assets;
    private readonly Asset?[] _byInstrument;
    private readonly Asset[] _ranked;
    private readonly TargetOrders _orders;
    private long _row = -1;
    private long _lastRanking = long.MinValue;

    public CrossSectionalMomentumStrategy(TradingUniverse universe, InstrumentSelection instruments, CrossSectionalMomentumSettings settings)
    {
        _settings = settings;
        _assets = [.. instruments.Ordinals.Select(ordinal => new Asset(ordinal, settings))];
        _byInstrument = new Asset?[universe.Instruments.Length];
        foreach (Asset asset in _assets)
        {
            _byInstrument[asset.Instrument] = asset;
        }

        _ranked = new Asset[_assets.Length];
        _orders = new TargetOrders(universe);
    }

    /// <inheritdoc />
    public string Name => $"CrossSectionalMomentum({_settings.Lookback},{_settings.Skip},{_settings.RebalanceBars})";

    /// <inheritdoc />
    public void OnSlice(IStrategyContext context)
    {
        bool any = false;
        foreach (ref readonly MarketEvent item in context.Events)
        {
            if (item.IsBar && _byInstrument[item.Instrument] is { } asset)
            {
                asset.Add(item.Bar.Close, _row + 1);
                any = true;
            }
        }

        if (!any)
        {
            return;
        }

        _row++;
        int count = Rank();
        if (count >= _settings.MinInstruments && (_lastRanking == long.MinValue || _row - _lastRanking >= _settings.RebalanceBars))
        {
            _lastRanking = _row;
            Choose(count);
            Trade(context);
        }
    }

    private int Rank()
    {
        int count = 0;
        foreach (Asset asset in _assets)
        {
            asset.Score();
            if (_row - asset.LastRow <= _settings.MaxAge && !double.IsNaN(asset.Momentum) && asset.Volatility > 0)
            {
                _ranked[count++] = asset;
            }
        }

        // Stable: equal momentum stays in the order of ids.
        MemoryExtensions.Sort(_ranked.AsSpan(0, count), (left, right) =>
            right.Momentum.CompareTo(left.Momentum) is not 0 and int byMomentum ? byMomentum : left.Instrument.CompareTo(right.Instrument));
        return count;
    }

    private void Choose(int count)
    {
        foreach (Asset asset in _assets)
        {
            (asset.Target, asset.Place) = (0, 0);
        }

        int top = Math.Max(1, (int)Math.Round(_settings.TopFraction * count, MidpointRounding.AwayFromZero));
        int bottom = _settings.BottomFraction == 0 ? 0 : Math.Max(1, (int)Math.Round(_settings.BottomFraction * count, MidpointRounding.AwayFromZero));
        // Where the two would overlap, the middle belongs to neither.
        top = Math.Min(top, bottom == 0 ? count : count / 2);
        bottom = Math.Min(bottom, count / 2);
        Weigh(_ranked.AsSpan(0, top), 1);
        Weigh(_ranked.AsSpan(count - bottom, bottom), -1);
        for (int i = 0; i < count; i++)
        {
            _ranked[i].Place = i + 1;
        }
    }

    private void Weigh(ReadOnlySpan<Asset> side, int direction)
    {
        double sum = 0;
        foreach (Asset asset in side)
        {
            sum += _settings.InverseVolatility ? 1 / asset.Volatility : 1;
        }

        foreach (Asset asset in side)
        {
            asset.Target = direction * _settings.Gross * (_settings.InverseVolatility ? 1 / asset.Volatility : 1) / sum;
        }
    }

    private void Trade(IStrategyContext context)
    {
        foreach (Asset asset in _assets)
        {
            if (asset.Target == 0 && asset.Direction == 0)
            {
                continue;
            }

            asset.Direction = Math.Sign(asset.Target);
            _orders.MoveTo(context, asset.Instrument, _orders.QuantityOf(context, asset.Instrument, asset.Target), "cross-sectional momentum");
            context.Report(new Signal
            {
                Time = context.Time,
                InstrumentOrdinal = asset.Instrument,
                Instrument = context.Universe.Instruments[asset.Instrument].Id,
                Direction = (SignalDirection)asset.Direction,
                Label = asset.Direction > 0 ? "winner" : asset.Direction < 0 ? "loser" : "dropped",
                Reason = asset.Place == 0 ? "not ranked" : $"place {asset.Place}",
                Values = [new("momentum", asset.Momentum), new("weight", asset.Target), new("volatility", asset.Volatility)],
            });
        }
    }

    private sealed class Asset(int instrument, CrossSectionalMomentumSettings settings)
    {
        private readonly TrailingColumn _closes = new(settings.Lookback + settings.Skip + 1);
        private readonly TrailingColumn _returns = new(settings.VolatilityWindow);

        public int Instrument => instrument;

        public long LastRow { get; private set; } = long.MinValue / 2;

        public double Momentum { get; private set; } = double.NaN;

        public double Volatility { get; private set; } = double.NaN;

        public double Target { get; set; }

        public int Direction { get; set; }

        public int Place { get; set; }

        public void Add(double close, long row)
        {
            double before = _closes.Ago(0);
            _closes.Add(close);
            _returns.Add(before > 0 ? close / before - 1 : double.NaN);
            LastRow = row;
        }

        public void Score()
        {
            (double from, double to) = (_closes.Ago(settings.Lookback + settings.Skip), _closes.Ago(settings.Skip));
            Momentum = from > 0 ? to / from - 1 : double.NaN;
            // Equal weights need no volatility, so its window does not hold the ranking up.
            Volatility = settings.InverseVolatility ? WindowStatistics.Deviation(_returns.Last(settings.VolatilityWindow)) : 1;
        }
    }
}
