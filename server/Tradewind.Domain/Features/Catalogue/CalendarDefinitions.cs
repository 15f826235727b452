using System.Collections.Immutable;

namespace Tradewind.Domain.Features;

/// <summary>Features of the date and time of a row; off unless asked for.</summary>
internal static class CalendarDefinitions
{
    private const string Group = "calendar";
    private const string Sessions = "sessions are those of US exchanges by rule, without closures that nobody could foresee";

    public static ImmutableArray<FeatureDefinition> All { get; } =
    [
        Define("cal_date", ["cal_day_of_week", "cal_day_of_month", "cal_week_of_year", "cal_month", "cal_quarter"],
            "weekday (Monday 0); day of the month; ISO week; month; quarter of the row's UTC date", "count", "common"),
        Define("cal_period_end", ["cal_is_month_end", "cal_is_quarter_end", "cal_is_year_end", "cal_sessions_to_month_end", "cal_turn_of_month"],
            $"1 on the last session of the month, quarter, year; sessions of the month after the row; 1 on the last session of a month and the first three; {Sessions}",
            "flag; count", "Lakonishok and Smidt 1988 for the turn of the month"),
        Define("cal_holiday", ["cal_is_holiday", "cal_days_to_holiday", "cal_days_since_holiday", "cal_is_pre_holiday", "cal_is_post_holiday"],
            $"1 on a weekday without a session; calendar days to the next and since the last such day; 1 on the session before and after one; {Sessions}",
            "flag; days", "Ariel 1990"),
        Define("cal_eia", ["cal_is_eia_day", "cal_days_since_eia", "cal_days_to_eia"],
            "1 on the day of the weekly petroleum report: Wednesday, Thursday when Monday to Wednesday has a US federal holiday; calendar days since the last and to the next",
            "flag; days", "Tradewind oil specification, inventories"),
        Define("cal_cot", ["cal_is_cot_day", "cal_days_since_cot", "cal_days_to_cot"],
            "1 on the day of the report of positions: Friday, the next federal business day when that is a holiday; calendar days since the last and to the next",
            "flag; days", "CFTC release schedule"),
        Define("cal_cycle",
            ["cal_day_of_week_sin", "cal_day_of_week_cos", "cal_month_sin", "cal_month_cos", "cal_day_of_year_sin", "cal_day_of_year_cos"],
            "sin and cos of 2π·weekday/7, 2π·(month − 1)/12, 2π·(day of the year − 1)/days of the year", "−1 to 1", "common"),
        Define("cal_hour", ["cal_hour", "cal_hour_sin", "cal_hour_cos"],
            "UTC hour of the row's label; sin and cos of 2π·second of the day/86400; on rows shorter than a day", "hours; −1 to 1", "common"),
        Define("cal_session", ["cal_session_tokyo", "cal_session_london", "cal_session_new_york"],
            "1 on weekdays from 9:00 to 15:00 in Tokyo, 8:00 to 16:30 in London, 9:30 to 16:00 in New York, with their summer times; on rows shorter than a day",
            "flag", "hours of the exchanges"),
        new("expiry", Group, ["{p}_days_to_expiry", "{p}_sessions_to_expiry"],
            $"calendar days and sessions from the row's date to the last trade day of the contract that the id names, or that stands at its position of the curve; missing after it; {Sessions}",
            "days; sessions", "0", [0, 0], ["id of a future, like CL1 Comdty"], "Tradewind oil specification, section 1",
            [new("calendar.expiries", "on", "Days to expiry of futures.")]),
    ];

    /// <summary>Columns of the date, in the order the kernel writes them.</summary>
    public static ImmutableArray<string> Dates { get; } = Names("cal_date", "cal_period_end", "cal_holiday", "cal_eia", "cal_cot", "cal_cycle");

    /// <summary>Columns of the time of day, in the order the kernel writes them.</summary>
    public static ImmutableArray<string> Hours { get; } = Names("cal_hour", "cal_session");

    private static ImmutableArray<string> Names(params string[] ids) =>
        [.. ids.SelectMany(id => All.First(definition => definition.Id == id).NamePatterns)];

    private static FeatureDefinition Define(string id, ImmutableArray<string> names, string formula, string unit, string reference) =>
        new(id, Group, names, formula, unit, "0", [.. names.Select(_ => 0)], ["row label"], reference, []);
}
