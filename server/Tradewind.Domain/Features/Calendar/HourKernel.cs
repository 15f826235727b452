using Tradewind.Domain.Market;
using Tradewind.Domain.Market.Calendars;

namespace Tradewind.Domain.Features;

/// <summary>
/// The row's label in seconds since 1970 in; its UTC hour, the hour as a place on a circle, and whether Tokyo, London and New York trade at that
/// time out. Sessions are those of the exchanges' usual hours on weekdays.
/// </summary>
internal struct HourKernel : IFeatureKernel
{
    // 9:00 to 15:00 Japan, which keeps no summer time. The close moved to 15:30 in November 2024; half an hour decides no regime.
    private const int TokyoOpen = 0;
    private const int TokyoClose = 6;
    private const double SecondsADay = 86_400;

    public readonly void Update(ReadOnlySpan<double> inputs, Span<double> outputs)
    {
        long time = (long)inputs[0] * UnixTime.Second;
        DateOnly date = UnixTime.ToDate(time);
        double second = inputs[0] - Math.Floor(inputs[0] / SecondsADay) * SecondsADay;
        int hour = (int)(second / 3600);
        bool weekday = UnixTime.IsWeekday(time);
        outputs[0] = hour;
        outputs[1] = Math.Sin(2 * Math.PI * second / SecondsADay);
        outputs[2] = Math.Cos(2 * Math.PI * second / SecondsADay);
        outputs[3] = weekday && hour is >= TokyoOpen and < TokyoClose ? 1 : 0;
        outputs[4] = weekday && IsOpen(time, date, TradingCalendars.Lse.Hours) ? 1 : 0;
        outputs[5] = weekday && IsOpen(time, date, TradingCalendars.Nyse.Hours) ? 1 : 0;
    }

    private static bool IsOpen(long time, DateOnly date, TradingHours hours) =>
        time >= hours.Zone.ToUtc(date, hours.Open) && time < hours.Zone.ToUtc(date, hours.Close);
}
