using System.Globalization;
using Tradewind.Domain.Engine.Accounts;
using Tradewind.Domain.Engine.Costs;
using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Engine;

/// <summary>How an account trades: capital, costs, limits and matching. The same for backtests and paper sessions.</summary>
public sealed record EngineOptions
{
    /// <summary>Money at the start, positive. Default 1,000,000.</summary>
    public decimal InitialCapital { get; init; } = 1_000_000m;

    /// <summary>
    /// Slippage of market and stop fills in percent of |price|: 0.01 is one basis point. Inside the fill price; not used when
    /// <see cref="CostModel"/> is set, so that slippage is counted once. Default 0.01.
    /// </summary>
    public decimal SlippagePercent { get; init; } = 0.01m;

    /// <summary>Fees; null for the usual ones of each instrument (<see cref="Commission.DefaultFor"/>). Not used with a cost model.</summary>
    public Commission? Commission { get; init; }

    /// <summary>Cost model charged to cash in place of slippage in the price and <see cref="Commission"/>; null for none.</summary>
    public CostModelConfig? CostModel { get; init; }

    /// <summary>Largest position in one instrument; null for none. Default 100.</summary>
    public decimal? MaxPosition { get; init; } = 100m;

    /// <summary>Largest quantity of one direct order; null for none.</summary>
    public decimal? MaxOrderQuantity { get; init; }

    /// <summary>Largest Σ|quantity × price × multiplier| that an order may lead to; null for none.</summary>
    public decimal? MaxGrossExposure { get; init; }

    /// <summary>Loss as a fraction of the initial capital from which only reducing orders are accepted; null for none.</summary>
    public double? MaxLossFraction { get; init; }

    /// <summary>Fall from the peak as a fraction at which trading is halted and the book flattened; null for none. Default 0.20.</summary>
    public double? MaxDrawdown { get; init; } = 0.20;

    /// <summary>When market orders of the strategy fill. Default the next open.</summary>
    public FillTiming FillTiming { get; init; }

    /// <summary>
    /// Nanoseconds from a decision to the market, from 0 to 365 days: an order decided at t is filled by bars that open at t + latency or later,
    /// and changes and cancels asked for at t act on those. Not with same-close fills. What rests at the market (attached stops and
    /// targets, brackets, triggered stops) and the cancels of a halt take none. Default 0.
    /// </summary>
    public long Latency { get; init; }

    /// <summary>Closes open positions at the last close, with costs. Default false: they stay marked.</summary>
    public bool CloseAtEnd { get; init; }

    /// <summary>
    /// Share of a bar's volume that all fills of the bar may take together, in (0, 1]. Bars without volume do not limit. Default 1.
    /// </summary>
    public double Participation { get; init; } = 1;

    /// <summary>True when the bar must trade through a limit, not only touch it. Default false.</summary>
    public bool LimitsNeedTradeThrough { get; init; }

    /// <summary>What is assumed of the way prices took inside a bar. Default pessimistic.</summary>
    public IntrabarAssumption Intrabar { get; init; }

    /// <summary>Allows zero and negative prices (WTI settled at −37.63 on 2020-04-20). Default false.</summary>
    public bool AllowNonPositivePrices { get; init; }

    /// <summary>Attached stop loss in percent of the average entry price, positive; null for none.</summary>
    public decimal? StopLossPercent { get; init; }

    /// <summary>Attached take profit in percent of the average entry price, positive; null for none.</summary>
    public decimal? TakeProfitPercent { get; init; }

    /// <summary>How signals become quantities.</summary>
    public PositionSizing Sizing { get; init; } = new();

    /// <summary>Fee on short positions; null for none.</summary>
    public BorrowTerms? Borrow { get; init; }

    /// <summary>
    /// True to pay funding on perpetuals whose field <c>funding_rate</c> is observed: each observation moves quantity × mark × multiplier ×
    /// rate from longs to shorts. Default true; without the field nothing is paid.
    /// </summary>
    public bool PaysFunding { get; init; } = true;

    /// <summary>Margin an account must hold; null for none: positions are then only limited by the other settings.</summary>
    public MarginTerms? Margin { get; init; }

    /// <summary>Contract changes of generic instruments; null for none.</summary>
    public RollSchedule? Rolls { get; init; }

    /// <summary>Cash dividends on what is held at their ex-dates; null for none.</summary>
    public DividendSchedule? Dividends { get; init; }

    /// <summary>Interest on the balance of the account; null for none.</summary>
    public InterestTerms? Interest { get; init; }

    /// <summary>
    /// Code of the currency the account is kept in; what is quoted in another one is converted at the last close of an observed exchange
    /// rate. Null to take every amount as it is.
    /// </summary>
    public string? AccountCurrency { get; init; }

    /// <summary>Number of the first order, so that sessions stored together never share an id. Default 1.</summary>
    public long FirstOrderNumber { get; init; } = 1;

    /// <summary>Number of the first fill. Default 1.</summary>
    public long FirstFillNumber { get; init; } = 1;

    /// <summary>True where something may happen on a bar with no order in reach and no signal.</summary>
    internal bool ActsOnQuietBars => Borrow is not null || Margin is not null || Rolls is not null || AccountCurrency is not null
        || Dividends is not null || Interest is not null;

    /// <summary>Checks every value.</summary>
    /// <exception cref="InvalidInputException">Reason <c>OPTIONS_INVALID</c>; lists every violation with paths below <paramref name="path"/>.</exception>
    public void Validate(string path = "options")
    {
        (string Name, bool Valid, string Need)[] checks =
        [
            ("initial_capital", InitialCapital is > 0 and <= 1e15m, "must be above 0 and at most 1e15"),
            ("slippage_percent", SlippagePercent is >= 0 and < 100, "must be in [0, 100)"),
            ("commission", Commission is null or { PerContract: >= 0, Fraction: >= 0 and < 1 }, "must be 0 or more, its fraction below 1"),
            ("max_position", MaxPosition is null or > 0, "must be above 0"),
            ("max_order_quantity", MaxOrderQuantity is null or > 0, "must be above 0"),
            ("max_gross_exposure", MaxGrossExposure is null or > 0, "must be above 0"),
            ("max_loss_fraction", MaxLossFraction is null or (> 0 and <= 1), "must be in (0, 1]"),
            ("max_drawdown", MaxDrawdown is null or (> 0 and <= 1), "must be a fraction in (0, 1], e.g. 0.2"),
            ("fill_timing", Enum.IsDefined(FillTiming), "must be next_open or same_close"),
            ("latency", Latency is >= 0 and <= 365 * UnixTime.Day, "must be from 0 to 365 days"),
            ("latency", Latency <= 0 || FillTiming == FillTiming.NextOpen, "must be 0 with same-close fills"),
            ("intrabar", Enum.IsDefined(Intrabar), "must be pessimistic, optimistic or path"),
            ("participation", Participation is > 0 and <= 1, "must be a fraction in (0, 1]"),
            ("stop_loss_percent", StopLossPercent is null or (> 0 and < 100), "must be in (0, 100)"),
            ("take_profit_percent", TakeProfitPercent is null or > 0, "must be above 0"),
            ("account_currency", AccountCurrency is not "", "must name a currency"),
            ("first_order_number", FirstOrderNumber > 0, "must be above 0"),
            ("first_fill_number", FirstFillNumber > 0, "must be above 0"),
        ];
        FieldViolation[] violations =
        [
            .. checks.Where(check => !check.Valid).Select(check => new FieldViolation($"{path}.{check.Name}", $"{check.Need}.")),
            .. Sizing.Violations($"{path}.sizing"),
            .. CostModel?.Violations($"{path}.cost_model") ?? [],
            .. Borrow?.Violations($"{path}.borrow") ?? [],
            .. Margin?.Violations($"{path}.margin") ?? [],
            .. Rolls?.Violations($"{path}.rolls") ?? [],
            .. Dividends?.Violations($"{path}.dividends") ?? [],
            .. Interest?.Violations($"{path}.interest") ?? [],
        ];
        if (violations.Length > 0)
        {
            throw new InvalidInputException("OPTIONS_INVALID", violations);
        }
    }

    /// <summary>Adds every value to a hash of lineage.</summary>
    public void AddTo(ContentHash hash)
    {
        ArgumentNullException.ThrowIfNull(hash);
        // Text in the invariant culture: record members print in declared order, nulls as nothing.
        hash.Add(Text(this with { CostModel = null })).Add(CostModel is null ? "" : Text(CostModel with { Tiers = [] }));
        foreach (CommissionTier tier in CostModel?.Tiers ?? [])
        {
            hash.Add(Text(tier));
        }
    }

    private static string Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
