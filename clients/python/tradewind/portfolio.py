"""What to ask for: instruments and how they are brought onto one calendar."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Iterable, List, Mapping, Optional, Sequence, Tuple, Union

from . import pb
from .records import PortfolioMember, StrategySpec
from .records.mapping import enum_number, write
from .times import TimeLike, to_interval, to_timestamp

#: An instrument id, or an id with fields and timeframe.
Member = Union[str, PortfolioMember]

#: A strategy id, or an id with parameters.
StrategyLike = Union[str, StrategySpec]


@dataclass(frozen=True)
class Portfolio:
    """Instruments on one calendar, joined as of the time each value was known."""

    #: At least one.
    members: Sequence[Member]
    #: First row label inside. Unset: from the beginning.
    start: Optional[TimeLike] = None
    #: First row label outside. Unset: to the end.
    end: Optional[TimeLike] = None
    #: ``outer``, ``inner`` or ``left``: which row labels are kept.
    method: str = "outer"
    #: ``forward`` or ``none``: what happens to missing values after the join.
    fill: str = "forward"
    #: Rows a value may be carried forward, 0 to 1000. Unset: 5.
    fill_limit: Optional[int] = None
    #: ``union`` or ``business``, which drops Saturdays and Sundays before the fill.
    calendar: str = "union"
    #: Row length: ``1h``, ``1d``, ``1w``, ``1M`` or ``coarsest``. Needed where members have different frequencies.
    resample_to: str = ""
    #: Days a value may be carried forward; the shorter of this and ``fill_limit`` holds. Unset: ``fill_limit`` alone.
    fill_limit_days: Optional[int] = None
    #: Only sessions of this calendar are rows: ``nyse``, ``cme_energy``. Empty: no such cut.
    session_calendar: str = ""
    #: ``mark``, ``remove`` or ``winsorize`` outlying changes of the members. Unset: none is looked for.
    outliers: Optional[str] = None
    #: ``zscore`` or ``robust_zscore``.
    outlier_method: str = "zscore"
    #: Distance above which a change is an outlier. Unset: 3.
    outlier_threshold: Optional[float] = None
    #: Dates of publication that replace the rule of a member: instrument id to pairs of date and time of release.
    releases: Mapping[str, Sequence[Tuple[TimeLike, TimeLike]]] = field(default_factory=dict)
    #: Use the history of members without an ``as_of_time`` of their own as the store held it at this time. Unset: as it is now.
    as_of: Optional[TimeLike] = None

    def to_message(self) -> pb.PortfolioSpec:
        """Builds the message. Raises ``ValueError`` for a word that is not one of those above."""
        fields = pb.PortfolioSpec.DESCRIPTOR.fields_by_name
        return pb.PortfolioSpec(
            members=member_messages(self.members, self.as_of),
            interval=to_interval(self.start, self.end),
            method=enum_number(fields["method"].enum_type, self.method),
            fill=enum_number(fields["fill"].enum_type, self.fill),
            fill_limit=self.fill_limit,
            calendar=enum_number(fields["calendar"].enum_type, self.calendar),
            resample_to=self.resample_to,
            fill_limit_days=self.fill_limit_days,
            session_calendar=self.session_calendar,
            outliers=self._outlier_message(),
            release_calendars=[
                pb.ReleaseCalendar(
                    instrument_id=instrument_id,
                    releases=[pb.Release(date=to_timestamp(day), release_time=to_timestamp(time)) for day, time in entries],
                )
                for instrument_id, entries in self.releases.items()
            ],
        )

    def _outlier_message(self) -> Optional[pb.OutlierSpec]:
        if self.outliers is None:
            return None
        fields = pb.OutlierSpec.DESCRIPTOR.fields_by_name
        return pb.OutlierSpec(
            action=enum_number(fields["action"].enum_type, self.outliers),
            method=enum_number(fields["method"].enum_type, self.outlier_method),
            threshold=self.outlier_threshold,
        )


#: A portfolio, or only its instruments with everything else by default.
PortfolioLike = Union[Portfolio, Sequence[Member]]


def portfolio_message(portfolio: PortfolioLike) -> pb.PortfolioSpec:
    """Builds the message of a portfolio or of a bare list of instruments."""
    return (portfolio if isinstance(portfolio, Portfolio) else Portfolio(portfolio)).to_message()


def member_messages(members: Iterable[Member], as_of: Optional[TimeLike] = None) -> List[pb.PortfolioMember]:
    """Builds the messages of members, with the time the store is looked at where they have none of their own.

    Raises ``TypeError`` for a lone string, whose letters are no instruments.
    """
    if isinstance(members, str):
        raise TypeError(f"Members are a list of instruments: [{members!r}] instead of {members!r}.")
    messages = [write(PortfolioMember(m) if isinstance(m, str) else m, pb.PortfolioMember()) for m in members]
    for message in messages:
        if as_of is not None and not message.HasField("as_of_time"):
            message.as_of_time.CopyFrom(to_timestamp(as_of))
    return messages


def strategy_message(strategy: StrategyLike, parameters: Optional[Mapping[str, object]] = None) -> pb.StrategySpec:
    """Builds the message of a strategy; ``parameters`` are added to those it has, written as the server reads them."""
    spec = StrategySpec(strategy) if isinstance(strategy, str) else strategy
    texts = {name: _parameter_text(value) for name, value in (parameters or {}).items()}
    return pb.StrategySpec(
        strategy_id=spec.strategy_id,
        parameters={**spec.parameters, **texts},
        configuration=spec.configuration,
        configuration_hash=spec.configuration_hash,
    )


def _parameter_text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
