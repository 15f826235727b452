"""Calendar features from pandas' holiday rules and the time zone database, independent of ours.

usage: calendar_reference.py INPUT.csv OUTPUT.csv

INPUT has a column `second`, labels of rows in seconds since 1970 UTC. Hours are made when a label is not at midnight.
"""
import datetime as dt
import sys
from zoneinfo import ZoneInfo

try:
    import numpy as np
    import pandas as pd
    from pandas.tseries import holiday as rules
    from pandas.tseries.offsets import CustomBusinessDay
except ImportError as error:
    sys.exit(f"The reference needs pandas and numpy under this python: {error}")


class Exchange(rules.AbstractHolidayCalendar):
    rules = [
        # A New Year's Day on a Saturday is not kept on Friday: that is a day of the old year.
        rules.Holiday("New Year", month=1, day=1, observance=rules.sunday_to_monday),
        rules.Holiday("King", month=1, day=1, start_date="1998-01-01", offset=pd.DateOffset(weekday=rules.MO(3))),
        rules.USPresidentsDay,
        rules.GoodFriday,
        rules.USMemorialDay,
        rules.Holiday("Juneteenth", month=6, day=19, start_date="2022-01-01", observance=rules.nearest_workday),
        rules.Holiday("Independence", month=7, day=4, observance=rules.nearest_workday),
        rules.USLaborDay,
        rules.USThanksgivingDay,
        rules.Holiday("Christmas", month=12, day=25, observance=rules.nearest_workday),
    ]


seconds = pd.read_csv(sys.argv[1], comment="#")["second"].astype("int64")
stamps = pd.to_datetime(seconds, unit="s")
days = stamps.dt.normalize()
low, high = days.min() - pd.Timedelta(days=400), days.max() + pd.Timedelta(days=400)
closed = Exchange().holidays(low, high)
closed = closed[closed.weekday < 5]
session = pd.DatetimeIndex(pd.date_range(low, high, freq=CustomBusinessDay(holidays=list(closed))))
federal = set(rules.USFederalHolidayCalendar().holidays(low, high))
one = pd.Timedelta(days=1)
sessions, holidays = set(session), set(closed)


def reports(rule):
    mondays = pd.date_range(low - pd.Timedelta(days=low.weekday()), high, freq="7D")
    return sorted(rule(monday) for monday in mondays)


def eia(monday):
    return monday + pd.Timedelta(days=3 if federal & {monday, monday + one, monday + 2 * one} else 2)


def cot(monday):
    day = monday + 4 * one
    while day in federal or day.weekday() > 4:
        day += one
    return day


releases = {"eia": pd.DatetimeIndex(reports(eia)), "cot": pd.DatetimeIndex(reports(cot))}


def around(day, of):
    after = of.searchsorted(day)
    before = of.searchsorted(day, side="right") - 1
    return (day - of[before]).days, (of[after] - day).days


months = {}
for day in session:
    months.setdefault((day.year, day.month), []).append(day)
months = {month: pd.DatetimeIndex(of) for month, of in months.items()}


def holiday_between(low, high):
    """Whether a holiday lies between two days, both excluded."""
    return bool(closed.searchsorted(high) > closed.searchsorted(low, side="right"))


def of_day(day):
    month = months[day.year, day.month]
    left = int((month > day).sum())
    last = left == 0 and day in sessions
    row = {
        "day_of_week": day.weekday(), "day_of_month": day.day, "week_of_year": day.isocalendar()[1], "month": day.month, "quarter": day.quarter,
        "is_month_end": last, "is_quarter_end": last and day.month in (3, 6, 9, 12), "is_year_end": last and day.month == 12,
        "sessions_to_month_end": left, "turn_of_month": day in set(month[:3]) | set(month[-1:]),
        "is_holiday": day in holidays,
    }
    row["days_since_holiday"], row["days_to_holiday"] = around(day, closed)
    following, preceding = session[session.searchsorted(day, side="right")], session[session.searchsorted(day) - 1]
    row["is_pre_holiday"] = day in sessions and holiday_between(day, following)
    row["is_post_holiday"] = day in sessions and holiday_between(preceding, day)
    for name, of in releases.items():
        since, until = around(day, of)
        row[f"is_{name}_day"], row[f"days_since_{name}"], row[f"days_to_{name}"] = until == 0, since, until
    for name, place, period in (
        ("day_of_week", day.weekday(), 7), ("month", day.month - 1, 12), ("day_of_year", day.dayofyear - 1, 366 if day.is_leap_year else 365),
    ):
        angle = 2 * np.pi * place / period
        row[f"{name}_sin"], row[f"{name}_cos"] = np.sin(angle), np.cos(angle)
    return row


known = {day: of_day(day) for day in pd.DatetimeIndex(days.unique())}
out = pd.DataFrame([known[day] for day in days]).astype(float)

if (stamps != days).any():
    angle = 2 * np.pi * (seconds % 86400) / 86400
    out["hour"], out["hour_sin"], out["hour_cos"] = stamps.dt.hour.astype(float), np.sin(angle), np.cos(angle)
    for name, zone, opens, closes in (
        ("tokyo", "Asia/Tokyo", dt.time(9), dt.time(15)),
        ("london", "Europe/London", dt.time(8), dt.time(16, 30)),
        ("new_york", "America/New_York", dt.time(9, 30), dt.time(16)),
    ):
        local = [dt.datetime.fromtimestamp(second, ZoneInfo(zone)) for second in seconds]
        out[f"session_{name}"] = [float(t.weekday() < 5 and opens <= t.time() < closes) for t in local]

out.add_prefix("cal_").to_csv(sys.argv[2], index=False, float_format="%.17g", na_rep="")
