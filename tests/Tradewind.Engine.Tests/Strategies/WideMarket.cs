using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Backtest;
using Tradewind.Domain.Market;
using Tradewind.Domain.Strategies;

namespace Tradewind.Engine.Tests.Strategies;

/// <summary>A random market with something for every strategy: coins, a cointegrated pair, two oil months, products, the VIX and a credit spread.</summary>
internal sealed class WideMarket
{
    private static readonly string[] s_coins = ["AAA/USDT", "BBB/USDT", "BTC/USDT", "CCC/USDT", "DDD/USDT", "ETH/USDT"];
    private readonly double[][] _closes;

    public WideMarket(int days, int seed)
    {
        Random random = new(seed);
        (Days, _closes) = (days, [.. Enumerable.Range(0, 11).Select(_ => new double[days])]);
        Credit = new double[days];
        (double common, double apart, double oil, double month, double margin, double vix, double credit) = (0, 0, 0, 0, 0, 0, 0);
        double[] own = new double[s_coins.Length];
        for (int day = 0; day < days; day++)
        {
            double Noise() => random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5;
            double shock = Noise();
            common += 0.03 * shock;
            apart = 0.85 * apart + 0.012 * Noise();
            for (int coin = 0; coin < s_coins.Length; coin++)
            {
                own[coin] += 0.02 * Noise();
                _closes[coin][day] = 100 * Math.Exp(common + own[coin]);
            }

            // The second of the pair follows the first but for a spread that reverts.
            _closes[1][day] = 40 * Math.Exp(Math.Log(_closes[0][day] / 100) * 0.8 + apart);
            oil += 0.02 * Noise();
            month = 0.8 * month + 0.3 * Noise();
            margin = 0.9 * margin + 0.03 * Noise();
            (_closes[6][day], _closes[7][day]) = (70 * Math.Exp(oil) + month, 70 * Math.Exp(oil));
            _closes[8][day] = (70 * Math.Exp(oil) + 20) / 42 + margin;
            _closes[9][day] = (70 * Math.Exp(oil) + 25) / 42 + 0.5 * margin;
            vix = 0.9 * vix - 0.15 * shock + 0.05 * Noise();
            _closes[10][day] = 21 * Math.Exp(vix);
            credit = 0.98 * credit - 0.02 * shock + 0.02 * Noise();
            Credit[day] = 3 * Math.Exp(credit);
        }
    }

    public int Days { get; }

    public double[] Credit { get; }

    public static IReadOnlyList<string> Coins => s_coins;

    /// <summary>Closes by the name of their role: a coin, <c>CL1</c>, <c>CL2</c>, <c>XB1</c>, <c>HO1</c>, <c>VIX</c>.</summary>
    public double[] ClosesOf(string name) => _closes[Array.IndexOf([.. s_coins, "CL1", "CL2", "XB1", "HO1", "VIX"], name)];

    /// <summary>What a strategy of the catalogue needs to act on this market.</summary>
    public BacktestRequest Request(string strategy, int days) => new()
    {
        Bars = [.. Names(strategy).Select(name => Series(name, days))],
        Fields = strategy is "credit_regime" or "credit_divergence" or "flight_to_quality" ? [CreditSeries(days)] : [],
        Strategy = strategy,
        Parameters = ParametersOf(strategy),
        Options = Markets.Frictionless with { Sizing = PositionSizing.EquityFraction(0.2) },
    };

    public InstrumentSeries Series(string name, int days)
    {
        double[] closes = ClosesOf(name)[..days];
        Instrument instrument = name switch
        {
            "CL1" or "CL2" => new Instrument($"{name} Comdty", AssetClass.CommodityFuture) { Multiplier = 1000m },
            "XB1" or "HO1" => new Instrument($"{name} Comdty", AssetClass.CommodityFuture) { Multiplier = 42_000m },
            "VIX" => new Instrument("VIX Index", AssetClass.Index),
            _ => new Instrument(name, AssetClass.CryptoSpot) { LotSize = 0.000001m },
        };
        return Markets.Closes(instrument, closes);
    }

    public InstrumentSeries CreditSeries(int days) =>
        Markets.Field(new Instrument("LUACTRUU Index", AssetClass.CreditIndex), "OAS", Availability.Close, Markets.Start, Credit[..days]);

    public static Dictionary<string, string> ParametersOf(string strategy)
    {
        string text = strategy switch
        {
            "pairs" => "formation=120;z_window=30;max_p_value=0.2;min_half_life=0.1;top_pairs=3",
            "cross_sectional_momentum" => "lookback=40;skip=5;rebalance_bars=10;weighting=inverse_volatility;vol_window=20",
            "volatility_breakout" => "window=10;history=120",
            "vix_correlation" => "threshold=0.3;min_drawdown=0.01;min_rise=0.01;vix_min_long=10;vix_min_short=10",
            "oscillator_divergence" => "upper=60;lower=40",
            "market_regime" => "window=60;short_in=trending_down;flat_in=ranging,crisis",
            "flight_to_quality" => "entry=1;allow_short=true",
            "credit_divergence" => "entry=1.2",
            "composite" => "members=ma_crossover(fast=5,slow=20)*0.6; rsi_mean_reversion(period=7)*0.4; donchian*0.3",
            "crack_spread" => "window=30;entry=1.5",
            "calendar_spread" => "entry=1.5",
            "multi_bucket" => "min_zscore_window=60;zscore_window=90;pairs=AAA:BBB;composite_threshold=0.3;breadth_collapse_threshold=1;regime_shift_threshold=2",
            "vix_mean_reversion" => "vix_threshold=18;drawdown_threshold=0.03",
            _ => "",
        };
        return text.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2))
            .Aggregate(new Dictionary<string, string>(), Merge);
    }

    public static IEnumerable<string> Strategies => StrategyCatalogue.All.Where(descriptor => !descriptor.NeedsModel).Select(descriptor => descriptor.Id);

    // Only the members of a composite hold semicolons: a piece without a name of a parameter belongs to the one before.
    private static Dictionary<string, string> Merge(Dictionary<string, string> parameters, string[] pair)
    {
        if (parameters.TryGetValue("members", out string? members))
        {
            parameters["members"] = $"{members};{string.Join('=', pair)}";
        }
        else
        {
            parameters[pair[0]] = pair[1];
        }

        return parameters;
    }

    private static IEnumerable<string> Names(string strategy) => strategy switch
    {
        "calendar_spread" => ["CL1", "CL2"],
        "crack_spread" => ["CL1", "HO1", "XB1"],
        "vix_correlation" or "vix_mean_reversion" => ["BTC/USDT", "ETH/USDT", "VIX"],
        "cross_sectional_momentum" or "pairs" or "multi_bucket" => s_coins,
        _ => ["BTC/USDT", "ETH/USDT"],
    };
}
