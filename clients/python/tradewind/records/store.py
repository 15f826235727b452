"""The server's store and its care."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Tuple


@dataclass(frozen=True)
class StoreStatus:
    """What the store holds."""

    #: Database and version, e.g. ``SQLite 3.40.1 (system)``.
    engine: str
    #: Number of the newest schema change.
    schema_version: int
    #: Space it takes, with free space inside it.
    size_bytes: int
    #: Space inside it that new data will fill first. Unset where the database does not say.
    free_bytes: Optional[int]
    #: Instruments.
    instrument_count: int
    #: Series, one for each instrument and timeframe.
    series_count: int
    #: Rows of the newest versions.
    row_count: int
    #: Chunks of the newest versions.
    chunk_count: int
    #: Those among them that compaction would merge with their neighbours.
    small_chunk_count: int
    #: Versions that can be read.
    revision_count: int
    #: Chunks kept only for earlier versions.
    superseded_chunk_count: int
    #: Their values, in bytes.
    superseded_bytes: int


@dataclass(frozen=True)
class StoreProgress:
    """How far work on the store has come."""

    #: Share done, in [0, 1].
    fraction: float
    #: What is being done, for people.
    step: str


@dataclass(frozen=True)
class SeriesUpkeep:
    """What was done to one series, or would be."""

    #: Instrument.
    instrument_id: str
    #: ``1m``, ``1h``, ``1d``, ...
    timeframe: str
    #: Versions that can no longer be read.
    dropped_revision_count: int
    #: Rows of the newest version that are gone.
    dropped_row_count: int
    #: Chunks removed.
    dropped_chunk_count: int
    #: Chunks written in their place.
    written_chunk_count: int
    #: Values removed less values written, in bytes.
    dropped_bytes: int


@dataclass(frozen=True)
class UpkeepReport:
    """What retention or compaction did, or would do."""

    #: Series that changed, by instrument and timeframe.
    series: Tuple[SeriesUpkeep, ...]
    #: True when nothing was changed.
    dry_run: bool


@dataclass(frozen=True)
class BackupReport:
    """A finished backup."""

    #: Name of the file in the server's folder of backups.
    file_name: str
    #: Where that is on the server's machine.
    path: str
    #: Its size.
    size_bytes: int


@dataclass(frozen=True)
class CheckReport:
    """What a check found."""

    #: Problems in words: instrument, timeframe, time range. Empty when there is none.
    problems: Tuple[str, ...]
