namespace Tradewind.Domain.Market.Alignment;

/// <summary>How long a value of one input may be carried.</summary>
/// <param name="Days">For as-of joins onto intraday rows.</param>
/// <param name="Rows">For everything else.</param>
internal readonly record struct FillLimit(int Days, int Rows)
{
    public static FillLimit Of(InstrumentSeries series, AlignmentSpec spec, CommonFrequency frequency)
    {
        int extraDays = series.ExtraFillDays();
        int days = spec.FillLimit + extraDays;
        int rows = frequency.FinerForced ? RowsIn(days) : spec.FillLimit + RowsIn(extraDays);
        return new FillLimit(days, rows);

        int RowsIn(int span) => checked((int)Math.Ceiling(span * (double)UnixTime.Day / frequency.Timeframe.Nanoseconds));
    }
}
