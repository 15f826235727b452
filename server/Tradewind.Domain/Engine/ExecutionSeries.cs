using Tradewind.Domain.Errors;
using Tradewind.Domain.Market;

namespace Tradewind.Domain.Engine;

/// <summary>
/// Data finer than what a strategy decides on, against which its orders are matched and its positions marked: bars, or prints of trades
/// with the fields <c>price</c> and <c>size</c>.
/// </summary>
public static class ExecutionSeries
{
    /// <summary>Field of prints with the price of the trade.</summary>
    public const string PriceField = "price";

    /// <summary>Field of prints with the quantity traded; may be left out.</summary>
    public const string SizeField = "size";

    /// <summary>
    /// The series as bars. A print becomes a bar of one price and its size as volume, known at its time, that opened a nanosecond before:
    /// an order decided at that time, or on its way until then, is not filled by it.
    /// </summary>
    /// <exception cref="InvalidInputException">Reason <c>SERIES_INVALID</c>: it has neither closes nor prices.</exception>
    public static InstrumentSeries AsBars(InstrumentSeries series)
    {
        ArgumentNullException.ThrowIfNull(series);
        if (series.HasBars)
        {
            return series;
        }

        if (!series.HasField(PriceField))
        {
            throw new InvalidInputException(
                "SERIES_INVALID", $"execution_members[{series.Instrument.Id}]",
                $"has neither bars nor prints (fields {PriceField} and {SizeField}); its fields are {string.Join(", ", series.Fields)}.");
        }

        long[] opens = series.Times.ToArray();
        for (int row = 0; row < opens.Length; row++)
        {
            opens[row]--;
        }

        ReadOnlyMemory<double> price = series.Column(PriceField);
        string[] prices = ["open", "high", "low", "close"];
        List<KeyValuePair<string, ReadOnlyMemory<double>>> columns = [.. prices.Select(field => KeyValuePair.Create(field, price))];
        if (series.HasField(SizeField))
        {
            columns.Add(KeyValuePair.Create("volume", series.Column(SizeField)));
        }

        return new InstrumentSeries(series.Instrument, Timeframe.Tick, series.Availability, opens, columns, series.Times);
    }

    /// <summary>Checks what fills the orders of a request's instruments.</summary>
    /// <param name="bars">Series that are traded.</param>
    /// <param name="execution">What fills their orders, as it was given.</param>
    /// <param name="timing">When market orders fill.</param>
    /// <exception cref="InvalidInputException">
    /// Reason <c>EXECUTION_INVALID</c>: an instrument is not traded or has two, bars are longer than what is decided on, or fills are wanted at
    /// the close of a decision; <c>SERIES_INVALID</c>: neither bars nor prints.
    /// </exception>
    public static void Check(IReadOnlyList<InstrumentSeries> bars, IReadOnlyList<InstrumentSeries> execution, FillTiming timing)
    {
        ArgumentNullException.ThrowIfNull(bars);
        ArgumentNullException.ThrowIfNull(execution);
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (InstrumentSeries series in execution)
        {
            string id = series.Instrument.Id;
            InstrumentSeries? decided = bars.FirstOrDefault(one => one.Instrument.Id == id);
            string? wrong = decided is null ? "is not traded: it must be one of the instruments with bars."
                : !seen.Add(id) ? "is given twice."
                : series.Timeframe > decided.Timeframe ? $"has bars of {series.Timeframe}, longer than the {decided.Timeframe} of the decisions."
                : timing == FillTiming.SameClose ? "cannot be used with fills at the close of the decision."
                : null;
            if (wrong is not null)
            {
                throw new InvalidInputException("EXECUTION_INVALID", $"execution_members[{id}]", wrong);
            }

            AsBars(series);
        }
    }
}
