"""Records: presence, decimals, times, and agreement with the protos."""

import dataclasses
import typing
import unittest
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

from fake_server import FakeServer  # first: it finds the package

import numpy as np
from tradewind import PositionSizing, TradingSettings, pb, records
from tradewind.records.mapping import decimal_text, read, write
from tradewind.times import to_datetime, to_interval, to_timestamp

RENAMED = {
    "BacktestVerification": "VerifyBacktestResponse",
    "FeatureAudit": "AuditFeatureSetResponse",
    "QuoteAnswer": "GetQuoteResponse",
    "SessionReplay": "ReplaySessionResponse",
}


class AgreementTest(unittest.TestCase):
    def test_every_record_has_exactly_the_fields_of_its_message(self):
        for name in records.__all__:
            with self.subTest(name):
                descriptor = getattr(pb, RENAMED.get(name, name)).DESCRIPTOR
                self.assertEqual(
                    set(descriptor.fields_by_name), {field.name for field in dataclasses.fields(getattr(records, name))}
                )

    def test_every_optional_number_may_be_none(self):
        for name in records.__all__:
            hints = typing.get_type_hints(getattr(records, name))
            for field in getattr(pb, RENAMED.get(name, name)).DESCRIPTOR.fields:
                if field.has_presence and field.message_type is None:
                    with self.subTest(f"{name}.{field.name}"):
                        self.assertIn(type(None), typing.get_args(hints[field.name]))

    def test_every_record_reads_an_empty_message(self):
        for name in records.__all__:
            with self.subTest(name):
                record_type = getattr(records, name)
                self.assertIsInstance(read(record_type, getattr(pb, RENAMED.get(name, name))()), record_type)


class PresenceTest(unittest.TestCase):
    def test_an_undefined_ratio_is_none_and_a_ratio_of_zero_is_zero(self):
        metrics = read(records.PerformanceMetrics, pb.PerformanceMetrics(sharpe_ratio=0.0))
        self.assertEqual((0.0, None), (metrics.sharpe_ratio, metrics.sortino_ratio))

    def test_what_is_not_set_is_not_sent(self):
        message = write(TradingSettings(commission_fraction=0.0), pb.TradingSettings())
        self.assertTrue(message.HasField("commission_fraction"))
        self.assertFalse(message.HasField("slippage_percent"))
        self.assertEqual(("", pb.FILL_TIMING_UNSPECIFIED), (message.initial_capital, message.fill_timing))

    def test_a_rate_of_zero_is_sent_and_an_unset_one_is_not(self):
        interest = write(TradingSettings(interest=records.InterestTerms(credit_rate=0.0)), pb.TradingSettings()).interest
        self.assertEqual((True, False), (interest.HasField("credit_rate"), interest.HasField("debit_rate")))
        self.assertEqual(records.InterestTerms(0.0, None), read(records.InterestTerms, interest))

    def test_settings_survive_the_way_there_and_back(self):
        settings = TradingSettings(
            initial_capital=Decimal("250000.10"), fill_timing="NEXT_OPEN", sizing=PositionSizing(fixed_quantity=Decimal("0.01"))
        )
        message = pb.TradingSettings.FromString(write(settings, pb.TradingSettings()).SerializeToString())
        self.assertEqual("fixed_quantity", message.sizing.WhichOneof("method"))
        self.assertEqual(settings, read(TradingSettings, message))

    def test_terms_of_an_account_survive_both_ways(self):
        settings = TradingSettings(
            borrow=records.BorrowTerms(0.02, {"SPY US Equity": 0.001}),
            margin=records.MarginTerms(initial_fraction=0.1),
            rolls=(records.ContractRoll("CL1 Comdty", datetime(2024, 12, 17, tzinfo=timezone.utc), "CLF25", "CLG25", gap=Decimal("0.35")),),
            account_currency="EUR",
            latency=timedelta(milliseconds=250),
            dividends=(records.CashDividend("SPY US Equity", datetime(2024, 3, 15, tzinfo=timezone.utc), Decimal("1.59")),),
            interest=records.InterestTerms(0.03, 0.06),
        )
        message = pb.TradingSettings.FromString(write(settings, pb.TradingSettings()).SerializeToString())
        self.assertFalse(message.margin.HasField("maintenance_fraction"))
        self.assertEqual((0, 250_000_000), (message.latency.seconds, message.latency.nanos))
        self.assertEqual(settings, read(TradingSettings, message))

    def test_nested_specifications_are_written(self):
        spec = records.BacktestSpec(
            strategy=records.StrategySpec("ma_crossover", {"fast": "10"}),
            members=(records.PortfolioMember("BTC/USD", fields=("close",)),),
            interval=records.TimeInterval(start_time="2020-01-01"),
        )
        message = write(spec, pb.BacktestSpec())
        self.assertEqual({"fast": "10"}, dict(message.strategy.parameters))
        self.assertEqual(["close"], list(message.members[0].fields))
        self.assertEqual(1_577_836_800, message.interval.start_time.seconds)
        self.assertFalse(message.HasField("settings"))


class DecimalTest(unittest.TestCase):
    def submit(self, *arguments, **options):
        def handler(request, _):
            self.sent = request
            order = pb.Order(id="ORD-000001", quantity=request.quantity, filled_quantity="0", status=pb.ORDER_STATUS_PENDING)
            return pb.SubmitOrderResponse(order=order)

        with FakeServer(SubmitOrder=handler) as server, server.client() as client:
            return client.submit_order("s", "BTC/USD", *arguments, **options)

    def test_quantities_and_prices_travel_digit_for_digit(self):
        order = self.submit("buy", Decimal("0.10000000"), order_type="limit", limit_price="30000.10", time_in_force="day")
        self.assertEqual(("0.10000000", "30000.10", ""), (self.sent.quantity, self.sent.limit_price, self.sent.stop_price))
        words = (self.sent.side, self.sent.type, self.sent.time_in_force)
        self.assertEqual((pb.SIDE_BUY, pb.ORDER_TYPE_LIMIT, pb.TIME_IN_FORCE_DAY), words)
        self.assertEqual((Decimal("0.1"), "PENDING", None), (order.quantity, order.status, order.average_fill_price))

    def test_every_order_has_an_id_of_its_own_and_keeps_a_given_one(self):
        ids = set()
        for _ in range(2):
            self.submit("sell", 1)
            ids.add(self.sent.request_id)
        self.assertEqual(2, len(ids - {""}))
        self.submit("sell", 1, request_id="mine")
        self.assertEqual("mine", self.sent.request_id)

    def test_a_float_is_refused(self):
        with self.assertRaisesRegex(TypeError, "float"):
            self.submit("buy", 0.1)

    def test_no_exponent_and_no_nonsense_on_the_wire(self):
        self.assertEqual("1000000", decimal_text(Decimal("1E+6")))
        self.assertEqual("0.00000001", decimal_text(Decimal("1E-8")))
        for value in ("NaN", "Infinity"):
            with self.assertRaises(ValueError):
                decimal_text(Decimal(value))


class TimesTest(unittest.TestCase):
    def test_every_form_of_the_same_time_is_the_same(self):
        for value in (
            datetime(2020, 1, 1, tzinfo=timezone.utc),
            datetime(2020, 1, 1),
            datetime(2020, 1, 1, 2, tzinfo=timezone(timedelta(hours=2))),
            date(2020, 1, 1),
            "2020-01-01",
            "2020-01-01T02:00:00+02:00",
            np.datetime64("2020-01-01"),
        ):
            with self.subTest(repr(value)):
                stamp = to_timestamp(value)
                self.assertEqual((1_577_836_800, 0), (stamp.seconds, stamp.nanos))

    def test_nanoseconds_and_times_before_1970_are_exact(self):
        stamp = to_timestamp(np.datetime64(-1, "ns"))
        self.assertEqual((-1, 999_999_999), (stamp.seconds, stamp.nanos))
        self.assertEqual(datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=timezone.utc), to_datetime(stamp))
        self.assertEqual(datetime(1969, 12, 31, tzinfo=timezone.utc), to_datetime(to_timestamp("1969-12-31")))

    def test_no_time_at_all_is_refused(self):
        with self.assertRaisesRegex(ValueError, "NaT"):
            to_timestamp(np.datetime64("NaT"))
        with self.assertRaises(TypeError):
            to_timestamp(1_577_836_800)

    def test_an_interval_without_ends_is_absent(self):
        self.assertIsNone(to_interval(None, None))


if __name__ == "__main__":
    unittest.main()
