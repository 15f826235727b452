"""What an aligned portfolio was made from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Optional, Tuple

from .portfolio import PortfolioMember, TimeInterval


@dataclass(frozen=True)
class OutlierSpec:
    """Outlying changes of the members, judged by the changes before them only."""

    #: How a change is judged.
    method: str
    #: Distance above which a change is an outlier; None for the default.
    threshold: Optional[float]
    #: What happens to it.
    action: str
    #: Changes looked back on; None for the default.
    window: Optional[int]


@dataclass(frozen=True)
class Release:
    """A date of publication."""

    #: Stamp of the value.
    date: Optional[datetime]
    #: When it was published.
    release_time: Optional[datetime]


@dataclass(frozen=True)
class ReleaseCalendar:
    """Dates of publication of one instrument."""

    #: The instrument.
    instrument_id: str
    #: Its dates.
    releases: Tuple[Release, ...]


@dataclass(frozen=True)
class PortfolioSpec:
    """Instruments on one calendar, as a request says it."""

    #: At least one.
    members: Tuple[PortfolioMember, ...]
    #: Rows with labels inside; None for everything.
    interval: Optional[TimeInterval]
    #: Which row labels are kept.
    method: str
    #: What happens to missing values after the join.
    fill: str
    #: Rows a value may be carried forward; None for the default.
    fill_limit: Optional[int]
    #: Days of the rows.
    calendar: str
    #: Row length; empty where the members have one.
    resample_to: str
    #: Days a value may be carried forward; None for ``fill_limit`` alone.
    fill_limit_days: Optional[int]
    #: Only sessions of this calendar are rows; empty for no such cut.
    session_calendar: str
    #: Outliers looked for; None for none.
    outliers: Optional[OutlierSpec]
    #: Dates of publication that replace the rule of a member.
    release_calendars: Tuple[ReleaseCalendar, ...]
