"""Aligns real series with pandas, independently of the product, for comparison.

Usage: alignment_reference.py SHARED_DATA OUTPUT

Writes into OUTPUT every series as `<series>.csv` (time in UNIX nanoseconds, one column per field) and every result as
`expected_<case>.csv` (label in UNIX nanoseconds, one column per frame column). Empty cells are missing values.
"""
import sys
from pathlib import Path

import pandas as pd

DAY = pd.Timedelta(days=1)
PUBLISHED = pd.Timedelta(hours=22)


def yahoo(shared: Path, coin: str) -> pd.DataFrame:
    frame = pd.read_csv(shared / f"crypto/daily_yahoo/{coin}-USD.csv")
    frame.index = pd.to_datetime(frame["Date"].str[:10])
    return frame.rename(columns=str.lower)[["open", "high", "low", "close", "volume"]].astype(float)


def fred(shared: Path, path: str) -> pd.DataFrame:
    frame = pd.read_csv(shared / path, index_col=0, parse_dates=True)
    return frame.set_axis(["value"], axis=1).astype(float)


def hourly(shared: Path, coin: str) -> pd.DataFrame:
    frame = pd.read_csv(shared / f"crypto/hourly/{coin}USDT_1h.csv.gz")
    frame.index = pd.to_datetime(frame["open_time"], utc=True).dt.tz_localize(None)
    return frame[["open", "high", "low", "close", "volume"]]


def workbook(shared: Path) -> pd.DataFrame:
    frame = pd.read_excel(shared / "credit/Economic_Data_2020_08_01.xlsx", index_col=0)
    return frame.set_axis(frame.columns.str.strip(), axis=1)[["LF98TRUU_Index_OAS", "LUACTRUU_Index_OAS", "FED_BS"]]


def known_from(frame: pd.DataFrame, rule: str) -> pd.DatetimeIndex:
    """When each row of a dated series is published."""
    shifted = {
        "close": frame.index,
        "next_business_day": frame.index + pd.offsets.BDay(1),
        "h41": frame.index + DAY,
    }
    return pd.DatetimeIndex(shifted[rule]) + PUBLISHED


def on_days(frame: pd.DataFrame, rule: str) -> pd.DataFrame:
    """Moves each row to the first day whose end is not before its publication; the latest non-empty cell of a day stays."""
    placed = frame.dropna(how="all")
    placed = placed.set_axis((known_from(placed, rule) - DAY).ceil("D"))
    return placed.groupby(level=0).last()


def bars_of_days(frame: pd.DataFrame) -> pd.DataFrame:
    how = {"open": "first", "high": "max", "low": "min", "close": "last", "volume": "sum"}
    days = frame.resample("1D").agg(how)
    whole = (days.index >= frame.index[0]) & (days.index + DAY <= frame.index[-1] + pd.Timedelta(hours=1))
    return days[whole]


def as_of(rows: pd.DatetimeIndex, frame: pd.DataFrame, rule: str, limit_days: int) -> pd.Series:
    """Latest value known at the end of each hourly row, while not older than the limit."""
    frame = frame.dropna()
    source = pd.DataFrame({"known": known_from(frame, rule), "value": frame["value"].to_numpy()})
    asked = pd.DataFrame({"end": rows + pd.Timedelta(hours=1)})
    merged = pd.merge_asof(asked, source, left_on="end", right_on="known", tolerance=pd.Timedelta(days=limit_days))
    return pd.Series(merged["value"].to_numpy(), index=rows)


def join(parts: list, how: str) -> pd.DataFrame:
    return pd.concat([part.add_prefix(f"{name}_") for name, part in parts], axis=1, join=how).sort_index()


def write(frame: pd.DataFrame, path: Path) -> None:
    frame = frame.set_axis(frame.index.astype("datetime64[ns]").astype("int64")).rename_axis("time")
    frame.to_csv(path, float_format="%.17g")


def main(shared: Path, output: Path) -> None:
    start, end = pd.Timestamp("2018-01-02"), pd.Timestamp("2020-08-01")
    cut = lambda frame: frame[(frame.index >= start) & (frame.index < end)]
    bitcoin, ether = cut(yahoo(shared, "BTC")), cut(yahoo(shared, "ETH"))
    credit = cut(workbook(shared))
    spread, assets = cut(fred(shared, "credit/BAMLH0A0HYM2.csv")), cut(fred(shared, "macro/WALCL.csv"))
    hours = hourly(shared, "BTC").iloc[:6000]
    late_spread = fred(shared, "credit/BAMLH0A0HYM2.csv")["2020-10-01":"2021-12-31"]
    series = {
        "BTC": bitcoin, "ETH": ether, "CREDIT": credit, "FRED": spread, "WALCL": assets, "HOURS": hours, "LATE": late_spread,
    }
    for name, frame in series.items():
        write(frame, output / f"{name}.csv")

    parts = [
        ("BTC", bitcoin),
        ("ETH", ether),
        ("CREDIT", on_days(credit, "close")),
        ("FRED", on_days(spread, "next_business_day")),
        ("WALCL", on_days(assets, "h41")),
    ]
    outer = join(parts, "outer").loc[lambda frame: frame.index < end]
    weekly = [column for column in outer if column.startswith("WALCL")]
    filled = outer.ffill(limit=5)
    filled[weekly] = outer[weekly].ffill(limit=12)
    write(filled, output / "expected_outer.csv")

    business = outer[outer.index.dayofweek < 5]
    filled = business.ffill(limit=5)
    filled[weekly] = business[weekly].ffill(limit=12)
    write(filled, output / "expected_business.csv")

    write(join(parts[:4], "inner").loc[lambda frame: frame.index < end], output / "expected_inner.csv")

    left = join(parts[:4], "outer").reindex(bitcoin.index).ffill(limit=5)
    write(left, output / "expected_left.csv")

    daily = join([("HOURS", bars_of_days(hours)), ("LATE", on_days(late_spread, "next_business_day"))], "outer").ffill(limit=5)
    write(daily, output / "expected_daily_from_hours.csv")

    forced = hours.add_prefix("HOURS_")
    forced["LATE_value"] = as_of(hours.index, late_spread, "next_business_day", limit_days=5)
    write(forced, output / "expected_hourly.csv")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
