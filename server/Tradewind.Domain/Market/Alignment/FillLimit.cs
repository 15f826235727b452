namespace Tradewind.Domain.Market.Alignment;

/// <summary>How long a value of one input may be carried.</summary>
/// <param name="Days">For as-of joins onto intraday rows.</param>
/// <param name="Rows">For everything else.</param>
/// <param name="Time">Nanoseconds from the row a value became known in; the largest number for no limit.</param>
internal readonly record struct FillLimit(int Days, int Rows, long Time)
{
    // About the whole range of time, so that "no limit" written as the largest integer does not overflow.
    private const int MostDays = 100_000;

    public static FillLimit Of(InstrumentSeries series, AlignmentSpec spec, CommonFrequency frequency)
    {
        int extraDays = series.ExtraFillDays();
        int days = Math.Min(spec.FillLimit, MostDays) + extraDays;
        long rows = frequency.FinerForced ? RowsIn(days) : spec.FillLimit + RowsIn(extraDays);
        return new FillLimit(days, (int)Math.Min(rows, int.MaxValue), spec.FillLimitTime ?? long.MaxValue);

        long RowsIn(int span) => (long)Math.Ceiling(span * (double)UnixTime.Day / frequency.Timeframe.Nanoseconds);
    }
}
