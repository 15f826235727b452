"""Quotes and order books."""

import unittest
from datetime import timedelta
from itertools import islice

from fake_server import FakeServer, abort  # first: it finds the package

import grpc
from tradewind import QuoteEvent, TradewindError, pb, records

QUOTE = pb.Quote(symbol="BTC/USDT", bid_price=99.5, ask_price=100.5, ask_quantity=3)


class QuoteTest(unittest.TestCase):
    def test_a_quote_is_read_with_absent_values_as_none(self):
        requests = []

        def handler(request, _):
            requests.append(request)
            return pb.GetQuoteResponse(quote=QUOTE)

        with FakeServer(GetQuote=handler) as server, server.client() as client:
            answer = client.quote("ccxt:binance", "BTC/USDT", timedelta(seconds=2.5))
        self.assertEqual((99.5, None, 100.5, 3.0), (answer.quote.bid_price, answer.quote.bid_quantity, answer.quote.ask_price, answer.quote.ask_quantity))
        self.assertFalse(answer.stale)
        self.assertEqual(("ccxt:binance", "BTC/USDT", 2.5), (requests[0].connector, requests[0].symbol, requests[0].timeout.ToTimedelta().total_seconds()))

    def test_a_stale_quote_says_why_and_how_old_it_is(self):
        message = pb.GetQuoteResponse(quote=QUOTE, stale=True, message="The venue is down.")
        message.age.FromTimedelta(timedelta(seconds=90))
        with FakeServer(GetQuote=lambda *_: message) as server, server.client() as client:
            answer = client.quote("ccxt:binance", "BTC/USDT")
        self.assertEqual((True, timedelta(seconds=90), "The venue is down."), (answer.stale, answer.age, answer.message))


class StreamTest(unittest.TestCase):
    def test_quotes_books_and_gaps_come_across_a_dropped_connection(self):
        connections = []

        def handler(request, context):
            connections.append(request)
            yield pb.StreamQuotesResponse(sequence=1, quote=QUOTE, conflated_count=4, rejected_count=1)
            if len(connections) == 1:
                abort(context, grpc.StatusCode.UNAVAILABLE, "The server is stopping.")
            yield pb.StreamQuotesResponse(sequence=2, heartbeat=pb.Heartbeat())
            yield pb.StreamQuotesResponse(sequence=3, book=pb.OrderBookSnapshot(symbol="BTC/USDT", bids=[pb.PriceLevel(price=99, quantity=2)]))
            yield pb.StreamQuotesResponse(sequence=4, gap=pb.QuoteGap(symbol="BTC/USDT", kind=pb.QUOTE_GAP_KIND_LOST, message="gone"))

        with FakeServer(StreamQuotes=handler) as server, server.client() as client:
            events = list(client.stream_quotes("ccxt:binance", ["BTC/USDT"], depth=5))
            waits = len(server.waits)
        self.assertEqual((2, 1), (len(connections), waits))
        self.assertEqual((["BTC/USDT"], 5), (list(connections[0].symbols), connections[0].depth))
        self.assertEqual(4, len(events))
        self.assertIsInstance(events[0], QuoteEvent)
        self.assertEqual((99.5, 4, 1), (events[0].value.bid_price, events[0].conflated_count, events[0].rejected_count))
        self.assertEqual(((records.PriceLevel(99.0, 2.0),), ()), (events[2].value.bids, events[2].value.asks))
        self.assertEqual(("LOST", "gone"), (events[3].value.kind, events[3].value.message))

    def test_a_refusal_is_raised_at_once(self):
        def handler(request, context):
            abort(context, grpc.StatusCode.INVALID_ARGUMENT, "There is no such symbol.")
            yield

        with FakeServer(StreamQuotes=handler) as server, server.client() as client:
            with self.assertRaises(TradewindError) as raised:
                list(islice(client.stream_quotes("ccxt:binance", ["NOPE"]), 1))
            self.assertEqual([], server.waits)
        self.assertIs(grpc.StatusCode.INVALID_ARGUMENT, raised.exception.code)


if __name__ == "__main__":
    unittest.main()
