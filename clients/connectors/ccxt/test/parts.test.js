import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { test } from "node:test";
import ccxt from "ccxt";
import { RequestCount } from "../src/budget.js";
import { blockOf, millisecondsOf } from "../src/columns.js";
import { Credit } from "../src/credit.js";
import { ConnectorFailure, failureOf } from "../src/errors.js";
import { CandleCloses } from "../src/live.js";
import { Outbox } from "../src/outbox.js";

const MINUTE = 60_000;

test("ccxt's errors become the protocol's kinds", () => {
  const cases = [
    [new ccxt.BadSymbol("x"), "INVALID_SYMBOL", false],
    [new ccxt.AuthenticationError("x"), "AUTHENTICATION", false],
    [new ccxt.PermissionDenied("x"), "AUTHENTICATION", false],
    [new ccxt.RateLimitExceeded("x"), "RATE_LIMITED", true],
    [new ccxt.DDoSProtection("x"), "RATE_LIMITED", true],
    [new ccxt.RequestTimeout("x"), "TIMEOUT", true],
    [new ccxt.ExchangeNotAvailable("x"), "UNAVAILABLE", true],
    [new ccxt.ExchangeNotAvailable("binance GET url 451 Unavailable"), "UNAVAILABLE", false],
    [new ccxt.BadResponse("x"), "MALFORMED", true],
    [new ccxt.NotSupported("x"), "UNSUPPORTED", false],
    [new ccxt.ExchangeError("x"), "UNAVAILABLE", false],
    [new TypeError("x"), "INTERNAL", false],
  ];
  for (const [error, code, retryable] of cases) {
    const failure = failureOf(error);
    assert.deepEqual([failure.code, failure.retryable], [code, retryable], error.constructor.name);
  }
});

test("a failure tells when to come back and keeps keys to itself", () => {
  const failure = failureOf(new ccxt.RateLimitExceeded("GET https://x/?apiKey=abc&signature=def"), { last_response_headers: { "Retry-After": "7" } });
  assert.deepEqual(failure.toMessage(), {
    code: "CONNECTOR_ERROR_CODE_RATE_LIMITED", message: "GET https://x/?apiKey=...&signature=...", retry_after: { seconds: 7, nanos: 0 },
  });
  assert.equal(new ConnectorFailure("TIMEOUT", "late").toMessage().retry_after, undefined);
});

test("candles become little-endian columns with missing values as NaN", () => {
  const block = blockOf([[1000, 1, 2, 3, 4, undefined]], ["close", "volume"]);
  assert.equal(block.times.readBigInt64LE(0), 1_000_000_000n);
  assert.deepEqual(block.columns.map((column) => column.values.readDoubleLE(0)), [4, NaN]);
  assert.equal(millisecondsOf({ seconds: "2", nanos: 1 }), 2001);
});

test("a candle closes when a later one comes or its time is over, once", () => {
  let now = 0;
  const closes = new CandleCloses("1m", () => now);
  const opens = (candles) => candles.map(([open]) => open);
  assert.deepEqual(closes.add([[0, 1, 1, 1, 1, 1]]).final, []);
  assert.deepEqual(closes.add([[0, 1, 1, 1, 2, 1]]).forming[4], 2);
  assert.deepEqual(opens(closes.add([[MINUTE, 1, 1, 1, 1, 1]]).final), [0]);
  assert.deepEqual(closes.add([[0, 9, 9, 9, 9, 9]]).final, []);
  assert.equal(closes.wait, 2 * MINUTE + 1000);
  now = 2 * MINUTE + 1000;
  assert.deepEqual(opens(closes.due()), [MINUTE]);
  assert.deepEqual(closes.due(), []);
  assert.deepEqual(closes.add([[MINUTE, 9, 9, 9, 9, 9]]).final, []);
});

test("several candles in one message close in order", () => {
  const closes = new CandleCloses("1m", () => 0);
  const { final, forming } = closes.add([[2 * MINUTE, 1, 1, 1, 3, 1], [0, 1, 1, 1, 1, 1], [MINUTE, 1, 1, 1, 2, 1]]);
  assert.deepEqual([final.map((candle) => candle[4]), forming[4]], [[1, 2], 3]);
});

test("the outbox queues while the server does not read, and keeps only the latest of what is replaced", () => {
  const call = new EventEmitter();
  const written = [];
  let open = true;
  call.write = (message) => written.push(message) && open;
  const outbox = new Outbox(call);
  outbox.send("a");
  open = false;
  outbox.send("b");
  for (const message of ["c", "d"]) {
    outbox.send(message);
  }
  outbox.send("old book", "book");
  outbox.send("new book", "book");
  assert.deepEqual(written, ["a", "b"]);
  open = true;
  call.emit("drain");
  assert.deepEqual(written, ["a", "b", "c", "d", "new book"]);
});

test("an outbox that overflows gives the stream up", () => {
  const call = Object.assign(new EventEmitter(), { write: () => false, cancelled: 0, cancel: () => call.cancelled++ });
  const outbox = new Outbox(call);
  for (let i = 0; i <= 10_001; i++) {
    outbox.send(i);
  }
  assert.equal(call.cancelled, 1);
});

test("credit is waited for, and a cancelled wait ends", async () => {
  const credit = new Credit(1);
  const control = new AbortController();
  await credit.take(control.signal);
  const waiting = credit.take(control.signal);
  credit.add(1);
  await waiting;
  const cancelled = credit.take(control.signal);
  control.abort(new Error("cancelled"));
  await assert.rejects(cancelled, /cancelled/);
});

test("requests are counted in a rolling window", () => {
  let now = 0;
  const count = new RequestCount(10, 1000, () => now);
  count.add();
  now = 600;
  count.add();
  assert.equal(count.used, 2);
  now = 1000;
  assert.equal(count.used, 1);
  now = 2000;
  assert.equal(count.used, 0);
});
