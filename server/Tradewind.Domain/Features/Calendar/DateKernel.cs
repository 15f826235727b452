using System.Globalization;

namespace Tradewind.Domain.Features;

/// <summary>
/// The row's UTC date as days since 1970-01-01 in; its parts, its place between month ends, holidays and reports, and its cycles out, in the
/// order of <see cref="CalendarDefinitions"/>. A date is worked out once, however many rows it has.
/// </summary>
internal struct DateKernel : IFeatureKernel
{
    private const int Count = 27;

    private static readonly int s_epoch = new DateOnly(1970, 1, 1).DayNumber;
    private static readonly Func<DateOnly, DateOnly> s_eia = MarketDays.EiaReport;
    private static readonly Func<DateOnly, DateOnly> s_cot = MarketDays.CotReport;

    private readonly double[] _values = new double[Count];
    private double _day = double.NaN;

    public DateKernel()
    {
    }

    public void Update(ReadOnlySpan<double> inputs, Span<double> outputs)
    {
        if (inputs[0] != _day)
        {
            _day = inputs[0];
            Write(DateOnly.FromDayNumber(s_epoch + (int)_day), _values);
        }

        _values.CopyTo(outputs);
    }

    private static void Write(DateOnly date, Span<double> to)
    {
        int weekday = ((int)date.DayOfWeek + 6) % 7;
        int left = MarketDays.SessionsToMonthEnd(date);
        bool last = left == 0 && MarketDays.IsSession(date);
        (int sinceEia, int toEia) = MarketDays.Around(date, s_eia);
        (int sinceCot, int toCot) = MarketDays.Around(date, s_cot);
        int yearDays = DateTime.IsLeapYear(date.Year) ? 366 : 365;
        ReadOnlySpan<double> values = stackalloc double[Count]
        {
            weekday, date.Day, ISOWeek.GetWeekOfYear(date.ToDateTime(TimeOnly.MinValue)), date.Month, (date.Month + 2) / 3,
            Flag(last), Flag(last && date.Month % 3 == 0), Flag(last && date.Month == 12), left, Flag(MarketDays.IsTurnOfMonth(date)),
            Flag(MarketDays.IsHoliday(date)), MarketDays.DaysToHoliday(date, 1), MarketDays.DaysToHoliday(date, -1),
            Flag(MarketDays.IsBeforeHoliday(date)), Flag(MarketDays.IsAfterHoliday(date)),
            Flag(toEia == 0), sinceEia, toEia, Flag(toCot == 0), sinceCot, toCot,
            Sin(weekday, 7), Cos(weekday, 7), Sin(date.Month - 1, 12), Cos(date.Month - 1, 12),
            Sin(date.DayOfYear - 1, yearDays), Cos(date.DayOfYear - 1, yearDays),
        };
        values.CopyTo(to);
    }

    private static double Flag(bool value) => value ? 1 : 0;

    private static double Sin(int place, int period) => Math.Sin(2 * Math.PI * place / period);

    private static double Cos(int place, int period) => Math.Cos(2 * Math.PI * place / period);
}
