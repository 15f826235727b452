using Tradewind.Domain.Engine;
using Tradewind.Domain.Engine.Accounts;
using Tradewind.Domain.Engine.Costs;
using Tradewind.Domain.Errors;
using Tradewind.Server.Requests;
using Tradewind.V1;
using FillTiming = Tradewind.Domain.Engine.FillTiming;
using IntrabarAssumption = Tradewind.Domain.Engine.IntrabarAssumption;
using PositionSizing = Tradewind.Domain.Engine.PositionSizing;

namespace Tradewind.Server.Mapping;

/// <summary>Reads trading settings into engine options; everything wrong is listed at once.</summary>
internal static class TradingSettingsReader
{
    private const double DefaultEquityFraction = 0.25;

    /// <summary>The options of a backtest or session; unset settings take the defaults the contract names.</summary>
    /// <exception cref="InvalidInputException">Values are out of range; violations carry paths below <paramref name="path"/>.</exception>
    public static EngineOptions Read(TradingSettings? settings, string path)
    {
        settings ??= new TradingSettings();
        Violations violations = new(path);
        EngineOptions options = new()
        {
            InitialCapital = violations.Try(() => ProtoDecimal.ReadOptionalPositive(settings.InitialCapital, $"{path}.initial_capital")) ?? 1_000_000m,
            SlippagePercent = settings.HasSlippagePercent ? (decimal)violations.InRange(settings.SlippagePercent, 0, 10, "slippage_percent") : 0.01m,
            Commission = ReadCommission(settings, violations, path),
            MaxPosition = violations.Try(() => ProtoDecimal.ReadOptionalPositive(settings.MaxPosition, $"{path}.max_position")),
            MaxDrawdown = settings.HasMaxDrawdownFraction ? violations.InRange(settings.MaxDrawdownFraction, 1e-6, 1, "max_drawdown_fraction") : 0.20,
            FillTiming = settings.FillTiming switch
            {
                V1.FillTiming.Unspecified or V1.FillTiming.NextOpen => FillTiming.NextOpen,
                V1.FillTiming.SameClose => FillTiming.SameClose,
                _ => violations.Add("fill_timing", "must be NEXT_OPEN or SAME_CLOSE.", FillTiming.NextOpen),
            },
            Latency = violations.Try(() => ProtoTime.ToNanoseconds(settings.Latency, $"{path}.latency"), 0L),
            CloseAtEnd = settings.CloseAtEnd,
            Participation = settings.HasVolumeParticipationFraction
                ? violations.InRange(settings.VolumeParticipationFraction, 1e-6, 1, "volume_participation_fraction") : 1,
            AllowNonPositivePrices = settings.AllowNegativePrices,
            StopLossPercent = settings.HasStopLossPercent ? (decimal)violations.InRange(settings.StopLossPercent, 1e-6, 99.999, "stop_loss_percent") : null,
            TakeProfitPercent = settings.HasTakeProfitPercent ? (decimal)violations.InRange(settings.TakeProfitPercent, 1e-6, 10_000, "take_profit_percent") : null,
            Sizing = ReadSizing(settings.Sizing, violations, path),
            Intrabar = settings.Intrabar switch
            {
                V1.IntrabarAssumption.Unspecified => IntrabarAssumption.Pessimistic,
                _ when Enum.IsDefined(settings.Intrabar) => (IntrabarAssumption)((int)settings.Intrabar - 1),
                _ => violations.Add("intrabar", "must be PESSIMISTIC, OPTIMISTIC or PATH.", IntrabarAssumption.Pessimistic),
            },
            LimitsNeedTradeThrough = settings.LimitsNeedTradeThrough,
            MaxGrossExposure = violations.Try(() => ProtoDecimal.ReadOptionalPositive(settings.MaxGrossExposure, $"{path}.max_gross_exposure")),
            MaxLossFraction = settings.HasMaxLossFraction ? violations.InRange(settings.MaxLossFraction, 1e-6, 1, "max_loss_fraction") : null,
            MaxOrderQuantity = violations.Try(() => ProtoDecimal.ReadOptionalPositive(settings.MaxOrderQuantity, $"{path}.max_order_quantity")),
            CostModel = settings.CostModel is { } costModel
                ? violations.Try(() => CostModelReader.Read(costModel, $"{path}.cost_model"), new CostModelConfig())
                : null,
            Borrow = settings.Borrow is { } borrow ? AccountTermsReader.Borrow(borrow) : null,
            PaysFunding = !settings.IgnoreFunding,
            Margin = settings.Margin is { } margin ? AccountTermsReader.Margin(margin) : null,
            Rolls = settings.Rolls.Count > 0 ? violations.Try(() => AccountTermsReader.Rolls(settings.Rolls, $"{path}.rolls"), new RollSchedule([])) : null,
            Dividends = settings.Dividends.Count > 0
                ? violations.Try(() => AccountTermsReader.Dividends(settings.Dividends, $"{path}.dividends"), new DividendSchedule([])) : null,
            Interest = settings.Interest is { } interest ? AccountTermsReader.Interest(interest) : null,
            AccountCurrency = settings.AccountCurrency.Length > 0 ? settings.AccountCurrency : null,
        };
        violations.ThrowIfAny();
        options.Validate(path);
        return options;
    }

    private static Commission? ReadCommission(TradingSettings settings, Violations violations, string path)
    {
        decimal? perUnit = violations.Try(() => ProtoDecimal.ReadOptionalMoney(settings.CommissionPerUnit, $"{path}.commission_per_unit"));
        if (perUnit < 0)
        {
            violations.Add("commission_per_unit", "must be 0 or more.", 0m);
        }

        decimal? fraction = settings.HasCommissionFraction ? (decimal)violations.InRange(settings.CommissionFraction, 0, 0.1, "commission_fraction") : null;
        return perUnit is null && fraction is null ? null : new Commission(Math.Max(0, perUnit ?? 0), fraction ?? 0);
    }

    private static PositionSizing ReadSizing(V1.PositionSizing? sizing, Violations violations, string path)
    {
        switch (sizing?.MethodCase)
        {
            case V1.PositionSizing.MethodOneofCase.FixedQuantity:
                decimal? quantity = violations.Try(() => ProtoDecimal.ReadOptionalQuantity(Required.Text(sizing.FixedQuantity, $"{path}.sizing.fixed_quantity"), $"{path}.sizing.fixed_quantity"));
                return new PositionSizing { Quantity = quantity ?? 1, MaxPosition = null };
            case V1.PositionSizing.MethodOneofCase.EquityFraction:
                double fraction = violations.InRange(sizing.EquityFraction, 1e-6, 1, "sizing.equity_fraction");
                return PositionSizing.EquityFraction(fraction);
            default:
                return PositionSizing.EquityFraction(DefaultEquityFraction);
        }
    }

    private sealed class Violations(string path)
    {
        private readonly List<FieldViolation> _list = [];

        public T Add<T>(string field, string description, T instead)
        {
            _list.Add(new FieldViolation($"{path}.{field}", description));
            return instead;
        }

        public double InRange(double value, double minimum, double maximum, string field) => value >= minimum && value <= maximum
            ? value
            : Add(field, FormattableString.Invariant($"must be from {minimum} to {maximum}, got {value}."), minimum);

        public decimal? Try(Func<decimal?> read) => Try(read, null);

        public T Try<T>(Func<T> read, T instead)
        {
            try
            {
                return read();
            }
            catch (InvalidInputException error)
            {
                _list.AddRange(error.Violations);
                return instead;
            }
        }

        public void ThrowIfAny()
        {
            if (_list.Count > 0)
            {
                throw new InvalidInputException("SETTINGS_INVALID", $"{_list[0].Field}: {_list[0].Description}", _list);
            }
        }
    }
}
