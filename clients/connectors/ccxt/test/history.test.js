import assert from "node:assert/strict";
import { test } from "node:test";
import { backoffSeconds } from "../src/backoff.js";
import { ConnectorFailure } from "../src/errors.js";
import { closedCandles } from "../src/history.js";
import { closeOf } from "../src/timeframe.js";

const MINUTE = 60_000;
const START = Date.UTC(2024, 0, 1);
const candle = (number) => [START + number * MINUTE, 1, 2, 0.5, 1.5, 10];
const never = new AbortController().signal;

/** Candles 0 .. count-1, as an exchange gives them. */
const exchangeOf = (count, pages = []) => async (since, limit) => {
  pages.push(since);
  return Array.from({ length: count }, (_, i) => candle(i)).filter(([open]) => open >= since).slice(0, limit);
};

const read = async (request) => {
  const rows = [];
  const pages = closedCandles({
    start: START, end: START + 1e9, limit: 10, closeOf: (open) => closeOf("1m", open), now: () => START + 1e9, signal: never, retrySeconds: 0, toFailure: (error) => error,
    ...request,
  });
  for await (const page of pages) {
    rows.push(...page);
  }
  return rows.map(([open]) => (open - START) / MINUTE);
};

const numbers = (count) => Array.from({ length: count }, (_, i) => i);
const down = () => new ConnectorFailure("UNAVAILABLE", "down", { retryable: true });

test("asks from a millisecond after the last candle until a page is empty", async () => {
  const asked = [];
  assert.deepEqual(await read({ fetchPage: exchangeOf(25, asked) }), numbers(25));
  assert.deepEqual(asked, [START, START + 9 * MINUTE + 1, START + 19 * MINUTE + 1, START + 24 * MINUTE + 1]);
});

test("stops at the end of the request", async () => {
  const asked = [];
  assert.deepEqual(await read({ fetchPage: exchangeOf(100, asked), end: START + 15 * MINUTE }), numbers(15));
  assert.equal(asked.length, 2);
});

test("stops when the exchange does not advance", async () => {
  let pages = 0;
  const fetchPage = async () => {
    pages++;
    return numbers(5).map(candle);
  };
  assert.deepEqual(await read({ fetchPage }), numbers(5));
  assert.equal(pages, 2);
});

test("leaves the forming candle out", async () => {
  const now = () => START + 7 * MINUTE + 59_999;
  assert.deepEqual(await read({ fetchPage: exchangeOf(8), now }), numbers(7));
  assert.deepEqual(await read({ fetchPage: exchangeOf(8), now: () => START + 8 * MINUTE }), numbers(8));
});

test("leaves candles before the start and repeated ones out", async () => {
  const fetchPage = async (since) => (since === START ? [candle(-1), candle(0), candle(1)] : since < START + 3 * MINUTE ? [candle(1), candle(2), candle(3)] : []);
  assert.deepEqual(await read({ fetchPage }), [0, 1, 2, 3]);
});

test("waits 5, 10, 20 seconds, then gives up; later 40, 60, 60", () => {
  assert.deepEqual([1, 2, 3, 4, 5, 6].map((failures) => backoffSeconds(failures, 5)), [5, 10, 20, 40, 60, 60]);
});

test("counts failures in a row and by page", async () => {
  const waits = [];
  let calls = 0;
  const good = exchangeOf(25);
  // Three failures before every page: none is the fourth in a row.
  const fetchPage = async (since, limit) => {
    if (calls++ % 4 < 3) {
      throw down();
    }
    return good(since, limit);
  };
  assert.deepEqual(await read({ fetchPage, onRetry: (failure, seconds, failures) => waits.push(failures) }), numbers(25));
  assert.deepEqual(waits, [1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3]);
});

test("gives up after the last repeat with the failure, having yielded what came before", async () => {
  const good = exchangeOf(25);
  let calls = 0;
  const rows = [];
  const pages = closedCandles({
    fetchPage: async (since, limit) => {
      calls++;
      if (since > START) {
        throw down();
      }
      return good(since, limit);
    },
    start: START, end: START + 1e9, limit: 10, closeOf: (open) => closeOf("1m", open), now: () => START + 1e9, signal: never, retrySeconds: 0, toFailure: (error) => error,
  });
  await assert.rejects(async () => {
    for await (const page of pages) {
      rows.push(...page);
    }
  }, { code: "UNAVAILABLE" });
  assert.equal(rows.length, 10);
  assert.equal(calls, 1 + 4);
});

test("does not repeat what cannot get better, nor what says to come back late", async () => {
  for (const failure of [new ConnectorFailure("INVALID_SYMBOL", "no"), new ConnectorFailure("RATE_LIMITED", "later", { retryable: true, retryAfterSeconds: 120 })]) {
    let calls = 0;
    const fetchPage = async () => {
      calls++;
      throw failure;
    };
    await assert.rejects(read({ fetchPage }), failure);
    assert.equal(calls, 1);
  }
});

test("refuses answers that are no candles", async () => {
  for (const answer of ["<html>", {}, [["x", 1, 2, 3, 4, 5]], [[START, 1, 2]], [null]]) {
    await assert.rejects(read({ fetchPage: async () => answer }), { code: "MALFORMED" });
  }
});

test("ends at once when it is cancelled", async () => {
  const control = new AbortController();
  const fetchPage = async () => {
    control.abort(new Error("cancelled"));
    throw down();
  };
  await assert.rejects(read({ fetchPage, signal: control.signal, retrySeconds: 60 }), /cancelled/);
});

test("knows when candles close, months by the calendar", () => {
  assert.equal(closeOf("4h", 0), 4 * 60 * MINUTE);
  assert.equal(closeOf("1M", Date.UTC(2024, 1, 1)), Date.UTC(2024, 2, 1));
  assert.equal(closeOf("1w", START), START + 7 * 24 * 60 * MINUTE);
});
