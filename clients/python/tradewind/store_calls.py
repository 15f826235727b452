"""Care of the server's store."""

from __future__ import annotations

from typing import Any, Callable, Optional, Type, TypeVar

import grpc

from . import pb
from .connection import Connection, new_request_id
from .errors import TradewindError
from .records import BackupReport, CheckReport, StoreProgress, StoreStatus, UpkeepReport
from .records.mapping import read
from .resume import read_stream
from .times import TimeLike, to_timestamp

R = TypeVar("R")

#: Told how far the work is.
Progress = Optional[Callable[[StoreProgress], None]]


class StoreCalls(Connection):
    """Calls of the admin service."""

    def store_status(self) -> StoreStatus:
        """Returns what the store holds and takes."""
        return read(StoreStatus, self._call(self.admin.GetStoreStatus, pb.GetStoreStatusRequest()).status)

    def back_up_store(self, file_name: str = "", progress: Progress = None) -> BackupReport:
        """Writes a consistent copy to the server's folder of backups while it works on; named after the time where no name is given."""
        request = pb.BackupStoreRequest(request_id=new_request_id(), file_name=file_name)
        return _report(BackupReport, self.admin.BackupStore(request), progress)

    def compact_store(self, dry_run: bool = False, progress: Progress = None) -> UpkeepReport:
        """Merges small chunks and gives free space back to the disk. Changes no content."""
        request = pb.CompactStoreRequest(request_id=new_request_id(), dry_run=dry_run)
        return _report(UpkeepReport, self.admin.CompactStore(request), progress)

    def apply_retention(
        self,
        superseded_before: Optional[TimeLike] = None,
        history_before: Optional[TimeLike] = None,
        instrument_id: str = "",
        timeframe: str = "",
        dry_run: bool = False,
        progress: Progress = None,
    ) -> UpkeepReport:
        """Drops versions superseded by a time, or rows before a time and with them all earlier versions. One time is required."""
        request = pb.ApplyRetentionRequest(
            request_id=new_request_id(),
            superseded_before_time=None if superseded_before is None else to_timestamp(superseded_before),
            history_before_time=None if history_before is None else to_timestamp(history_before),
            instrument_id=instrument_id,
            timeframe=timeframe,
            dry_run=dry_run,
        )
        return _report(UpkeepReport, self.admin.ApplyRetention(request), progress)

    def check_store(self, progress: Progress = None) -> CheckReport:
        """Checks structure, checksums and content hashes. Damage is reported, not repaired."""
        return _report(CheckReport, self.admin.CheckStore(pb.CheckStoreRequest()), progress)


def _report(record: Type[R], call: Any, progress: Progress) -> R:
    report: Any = None
    for message in read_stream(call):
        event = message.WhichOneof("event")
        if event == "progress" and progress is not None:
            progress(read(StoreProgress, message.progress))
        elif event == "report":
            report = message.report
    if report is None:
        raise TradewindError(grpc.StatusCode.INTERNAL, "The server ended the work without a report.")
    return read(record, report)
