namespace Tradewind.Domain.Features;

/// <summary>
/// The row's UTC date as days since 1970-01-01 in; day of the week (Monday 0), month, last day of a month and of a quarter as 0 or 1, and
/// days to the last of the month out. Calendar days, not business days: known long before, whatever the market does.
/// </summary>
internal struct CalendarKernel : IFeatureKernel
{
    private static readonly int s_epoch = new DateOnly(1970, 1, 1).DayNumber;

    public readonly void Update(ReadOnlySpan<double> inputs, Span<double> outputs)
    {
        DateOnly date = DateOnly.FromDayNumber(s_epoch + (int)inputs[0]);
        int left = DateTime.DaysInMonth(date.Year, date.Month) - date.Day;
        outputs[0] = ((int)date.DayOfWeek + 6) % 7;
        outputs[1] = date.Month;
        outputs[2] = left == 0 ? 1 : 0;
        outputs[3] = left == 0 && date.Month % 3 == 0 ? 1 : 0;
        outputs[4] = left;
    }
}
