using System.CommandLine;
using Google.Protobuf.WellKnownTypes;
using Tradewind.V1;

namespace Tradewind.Cli.Options;

/// <summary>How the engine trades; left out, the server's defaults apply.</summary>
internal sealed class TradingOptions
{
    private readonly Option<decimal?> _capital = Number<decimal?>("--capital", "Account money at the start (default 1000000).");
    private readonly Option<double?> _slippage = Number<double?>("--slippage-percent", "Slippage in percent of the price (default 0.01).");
    private readonly Option<double?> _commission =
        Number<double?>("--commission-fraction", "Commission as a fraction of the traded value (default 0.001).");

    private readonly Option<double?> _drawdown =
        Number<double?>("--max-drawdown", "Drawdown, as a fraction, at which trading stops (default 0.2).");

    private readonly Option<double?> _equityFraction =
        Number<double?>("--equity-fraction", "Fraction of the equity per signal (default 0.25).");

    private readonly Option<decimal?> _quantity = Number<decimal?>("--quantity", "Units per signal, instead of --equity-fraction.");
    private readonly Option<double?> _stopLoss = Number<double?>("--stop-loss-percent", "Stop loss of every position, percent.");
    private readonly Option<double?> _takeProfit = Number<double?>("--take-profit-percent", "Take profit of every position, percent.");
    private readonly Option<FillTiming> _timing = EnumOption.Create<FillTiming>("--fill-timing", "When decisions fill (default next-open).");
    private readonly Option<double?> _latency =
        Number<double?>("--latency", "Seconds from a decision to the market, for orders, changes and cancels (default 0).");

    private readonly Option<bool> _closeAtEnd = new("--close-at-end") { Description = "Close open positions, with costs, at the last close." };

    private readonly Option<IntrabarAssumption> _intrabar =
        EnumOption.Create<IntrabarAssumption>("--intrabar", "What a bar that reaches stop and target did first (default pessimistic).");

    private readonly Option<CostModelKind> _costModel = EnumOption.Create<CostModelKind>(
        "--cost-model", "Charge costs by a model in place of slippage and commission; its defaults are in the contract.");

    private readonly Option<decimal?> _grossExposure = Number<decimal?>("--max-gross-exposure", "Largest sum of |quantity x price| (default none).");
    private readonly Option<double?> _maxLoss =
        Number<double?>("--max-loss", "Loss, as a fraction of the capital, from which only reducing orders are accepted (default none).");

    private readonly Option<double?> _borrow =
        Number<double?>("--borrow-rate", "Annual fee on short positions as a fraction of their value (default none).");

    private readonly Option<double?> _initialMargin =
        Number<double?>("--initial-margin", "Fraction of a position's value needed to open it (default no margin).");

    private readonly Option<double?> _maintenanceMargin =
        Number<double?>("--maintenance-margin", "Fraction below which positions are liquidated (default by asset class, with --initial-margin).");

    private readonly Option<bool> _ignoreFunding = new("--ignore-funding") { Description = "Pay no funding on perpetuals." };
    private readonly Option<string?> _currency = new("--account-currency")
    {
        Description = "Currency of the account; what is quoted in others is converted (default: amounts as they are).", HelpName = "CODE",
    };

    private readonly Option<ContractRoll[]> _rolls = RollOption.Create();

    public IEnumerable<Symbol> Symbols =>
    [
        _capital, _slippage, _commission, _drawdown, _equityFraction, _quantity, _stopLoss, _takeProfit, _timing, _latency, _closeAtEnd, _intrabar, _costModel,
        _grossExposure, _maxLoss, _borrow, _initialMargin, _maintenanceMargin, _ignoreFunding, _currency, _rolls,
    ];

    public TradingSettings Read(Invocation invocation)
    {
        TradingSettings settings = new()
        {
            InitialCapital = DecimalText.Of(invocation.Get(_capital)),
            FillTiming = invocation.Get(_timing),
            CloseAtEnd = invocation.Get(_closeAtEnd),
            Intrabar = invocation.Get(_intrabar),
            MaxGrossExposure = DecimalText.Of(invocation.Get(_grossExposure)),
            CostModel = invocation.Get(_costModel) is var kind and not CostModelKind.Unspecified ? new CostModel { Kind = kind } : null,
            IgnoreFunding = invocation.Get(_ignoreFunding),
            AccountCurrency = invocation.Get(_currency) ?? string.Empty,
            Rolls = { invocation.Get(_rolls) ?? [] },
        };
        SetIfGiven(invocation.Get(_borrow), value => settings.Borrow = new BorrowTerms { AnnualFraction = value });
        SetIfGiven(invocation.Get(_initialMargin), value => Margin(settings).InitialFraction = value);
        SetIfGiven(invocation.Get(_maintenanceMargin), value => Margin(settings).MaintenanceFraction = value);
        SetIfGiven(invocation.Get(_maxLoss), value => settings.MaxLossFraction = value);
        SetIfGiven(invocation.Get(_latency), value => settings.Latency = Seconds(value));
        SetIfGiven(invocation.Get(_slippage), value => settings.SlippagePercent = value);
        SetIfGiven(invocation.Get(_commission), value => settings.CommissionFraction = value);
        SetIfGiven(invocation.Get(_drawdown), value => settings.MaxDrawdownFraction = value);
        SetIfGiven(invocation.Get(_stopLoss), value => settings.StopLossPercent = value);
        SetIfGiven(invocation.Get(_takeProfit), value => settings.TakeProfitPercent = value);
        double? fraction = invocation.Get(_equityFraction);
        decimal? quantity = invocation.Get(_quantity);
        if (fraction is not null && quantity is not null)
        {
            throw new UsageException("give --equity-fraction or --quantity, not both.");
        }

        SetIfGiven(fraction, value => settings.Sizing = new PositionSizing { EquityFraction = value });
        if (quantity is not null)
        {
            settings.Sizing = new PositionSizing { FixedQuantity = DecimalText.Of(quantity) };
        }

        return settings;
    }

    private static MarginTerms Margin(TradingSettings settings) => settings.Margin ??= new MarginTerms();

    // A time span has room for what the server refuses, and none for what is no number of seconds.
    private static Duration Seconds(double seconds) => Math.Abs(seconds) <= TimeSpan.MaxValue.TotalSeconds / 2
        ? Duration.FromTimeSpan(TimeSpan.FromSeconds(seconds))
        : throw new UsageException("--latency must be a number of seconds.");

    private static Option<T> Number<T>(string name, string description) => new(name) { Description = description, HelpName = "N" };

    private static void SetIfGiven(double? value, Action<double> set)
    {
        if (value is { } given)
        {
            set(given);
        }
    }
}
