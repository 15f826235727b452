using System.Numerics.Tensors;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Engine.Accounts;

/// <summary>Series an account needs besides what is traded, as fields of their own: no strategy takes them for something to trade.</summary>
public static class AccountSeries
{
    /// <summary>Field of an exchange rate.</summary>
    public const string RateField = "fx_rate";

    /// <summary>Field of a perpetual with the rate that longs pay shorts when it becomes known.</summary>
    public const string FundingField = "funding_rate";

    /// <summary>The closes of a currency pair as exchange rates.</summary>
    /// <param name="bars">Series with a close.</param>
    public static InstrumentSeries Rates(InstrumentSeries bars)
    {
        ArgumentNullException.ThrowIfNull(bars);
        return Field(bars, bars.Instrument, RateField, bars.Column("close"));
    }

    /// <summary>A field as the funding of a perpetual.</summary>
    /// <param name="series">Series with the rates.</param>
    /// <param name="field">Field with them, fractions of the position's value.</param>
    /// <param name="perpetual">Instrument that pays them.</param>
    /// <param name="payments">Payments an observation stands for: 3 for the daily mean of rates paid every eight hours.</param>
    public static InstrumentSeries Funding(InstrumentSeries series, string field, Instrument perpetual, double payments = 1)
    {
        ArgumentNullException.ThrowIfNull(series);
        double[] rates = new double[series.Count];
        TensorPrimitives.Multiply(series.Column(field).Span, payments, rates);
        return Field(series, perpetual, FundingField, rates);
    }

    private static InstrumentSeries Field(InstrumentSeries series, Instrument instrument, string field, ReadOnlyMemory<double> values) => new(
        instrument, series.Timeframe, series.Availability, series.Times, [KeyValuePair.Create(field, values)], series.KnownTimes);
}
