"""Versions of series, and care of the store."""

import unittest
from datetime import datetime, timezone

from fake_server import FakeServer, column_block  # first: it finds the package

from tradewind import Portfolio, PortfolioMember, pb

MAY = datetime(2024, 5, 6, tzinfo=timezone.utc)
JUNE = datetime(2024, 6, 7, tzinfo=timezone.utc)


class AsOfTest(unittest.TestCase):
    def test_reads_carry_the_time_the_store_is_looked_at(self):
        seen = []

        def columns(request, _):
            seen.append(request)
            yield pb.ReadColumnsResponse(block=column_block([1], close=[2.0]), total_row_count=1)

        def bars(request, _):
            seen.append(request)
            return pb.ListBarsResponse()

        def observations(request, _):
            seen.append(request)
            return pb.ListObservationsResponse()

        with FakeServer(ReadColumns=columns, ListBars=bars, ListObservations=observations) as server, server.client() as client:
            client.columns("X", as_of=MAY)
            list(client.bars("X", as_of=MAY))
            list(client.observations("X", as_of=MAY))
            client.columns("X")
        self.assertEqual([int(MAY.timestamp())] * 3, [request.as_of_time.seconds for request in seen[:3]])
        self.assertFalse(seen[3].HasField("as_of_time"))

    def test_a_portfolio_passes_its_time_to_members_without_one(self):
        message = Portfolio(["A", PortfolioMember("B", as_of_time=JUNE)], as_of=MAY).to_message()
        self.assertEqual(
            [int(MAY.timestamp()), int(JUNE.timestamp())], [member.as_of_time.seconds for member in message.members]
        )
        self.assertFalse(Portfolio(["A"]).to_message().members[0].HasField("as_of_time"))

    def test_revisions_are_read_page_after_page(self):
        def revisions(request, _):
            number = int(request.page_token or 0)
            page = pb.ListRevisionsResponse(next_page_token="1" if number == 0 else "")
            page.revisions.add(revision=f"r{number}", changed_row_count=3).written_time.FromDatetime(MAY)
            return page

        with FakeServer(ListRevisions=revisions) as server, server.client() as client:
            found = list(client.revisions("X"))
        self.assertEqual(["r0", "r1"], [revision.revision for revision in found])
        self.assertEqual((MAY, 3), (found[0].written_time, found[0].changed_row_count))


class CareTest(unittest.TestCase):
    def test_a_backup_reports_progress_and_ends_with_its_report(self):
        def backup(request, _):
            yield pb.BackupStoreResponse(sequence=1, progress=pb.StoreProgress(fraction=0.5, step="copying"))
            yield pb.BackupStoreResponse(sequence=2, report=pb.BackupReport(file_name=request.file_name, size_bytes=9))

        steps = []
        with FakeServer(BackupStore=backup) as server, server.client() as client:
            report = client.back_up_store("a.db", steps.append)
        self.assertEqual(("a.db", 9), (report.file_name, report.size_bytes))
        self.assertEqual([(0.5, "copying")], [(step.fraction, step.step) for step in steps])

    def test_retention_sends_only_the_times_given(self):
        seen = []

        def retain(request, _):
            seen.append(request)
            yield pb.ApplyRetentionResponse(report=pb.UpkeepReport(dry_run=request.dry_run))

        with FakeServer(ApplyRetention=retain) as server, server.client() as client:
            report = client.apply_retention(superseded_before=MAY, instrument_id="X", dry_run=True)
        self.assertTrue(report.dry_run)
        self.assertTrue(seen[0].HasField("superseded_before_time"))
        self.assertFalse(seen[0].HasField("history_before_time"))

    def test_status_and_check_are_read(self):
        def status(_, __):
            return pb.GetStoreStatusResponse(status=pb.StoreStatus(engine="SQLite 3", row_count=5))

        def check(_, __):
            yield pb.CheckStoreResponse(report=pb.CheckReport(problems=["broken"]))

        with FakeServer(GetStoreStatus=status, CheckStore=check) as server, server.client() as client:
            self.assertEqual((5, None), (client.store_status().row_count, client.store_status().free_bytes))
            self.assertEqual(("broken",), client.check_store().problems)


if __name__ == "__main__":
    unittest.main()
