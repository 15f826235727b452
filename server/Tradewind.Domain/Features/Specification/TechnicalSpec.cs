using Tradewind.Domain.Indicators;

namespace Tradewind.Domain.Features;

/// <summary>
/// Technical indicators of every close column. A null window or group switches its indicator off. Those that need high and low or volume
/// run only where these columns exist.
/// </summary>
public sealed record TechnicalSpec
{
    /// <summary>Every indicator off.</summary>
    public static TechnicalSpec None { get; } = new()
    {
        RsiWindow = null, Macd = null, Bollinger = null, Stochastic = null, StochasticRsi = null, WilliamsRWindow = null,
        VwapWindow = null, AtrWindow = null, RocWindow = null, Obv = false, Cci = null, VolatilityWindow = null,
    };

    /// <summary>Rows of the relative strength index; default 14.</summary>
    public int? RsiWindow { get; init; } = 14;

    /// <summary>Averages inside the relative strength index and its stochastic; default Wilder.</summary>
    public RsiSmoothing RsiSmoothing { get; init; }

    /// <summary>Moving average convergence/divergence; default 12, 26, 9.</summary>
    public MacdSpec? Macd { get; init; } = new();

    /// <summary>Bollinger bands; default 20 rows, 2 sample deviations.</summary>
    public BollingerSpec? Bollinger { get; init; } = new();

    /// <summary>Stochastic oscillator; default 14, 3.</summary>
    public StochasticSpec? Stochastic { get; init; } = new();

    /// <summary>Stochastic relative strength index; default 14, 14, 3, 3.</summary>
    public StochasticRsiSpec? StochasticRsi { get; init; } = new();

    /// <summary>Rows of Williams %R; default 14.</summary>
    public int? WilliamsRWindow { get; init; } = 14;

    /// <summary>Rows of the volume-weighted average price; default 24.</summary>
    public int? VwapWindow { get; init; } = 24;

    /// <summary>Price inside the volume-weighted average; default typical.</summary>
    public VwapPrice VwapPrice { get; init; }

    /// <summary>Rows of the average true range; default 14.</summary>
    public int? AtrWindow { get; init; } = 14;

    /// <summary>Averages inside the average true range; default Wilder.</summary>
    public AtrSmoothing AtrSmoothing { get; init; }

    /// <summary>Rows of the rate of change; default 10.</summary>
    public int? RocWindow { get; init; } = 10;

    /// <summary>On-balance volume; default on.</summary>
    public bool Obv { get; init; } = true;

    /// <summary>Commodity channel index; default 20 rows, constant 0.015.</summary>
    public CciSpec? Cci { get; init; } = new();

    /// <summary>Rows of the volatility, which is also made of the primary field of credit and rate series; default 20, at least 2.</summary>
    public int? VolatilityWindow { get; init; } = 20;
}
