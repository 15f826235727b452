import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ExchangeDesk } from "../src/desk.js";
import { Exchange } from "../src/exchange.js";
import { startExchange } from "./fake-binance.js";

let venue;
const opened = [];

const exchangeOn = (more = {}) => {
  const exchange = new Exchange("binance", { ...venue.settings, ...more });
  opened.push(exchange);
  return exchange;
};

before(async () => {
  venue = await startExchange();
});

after(async () => {
  await Promise.allSettled(opened.map((exchange) => exchange.close()));
  await venue.close();
});

/** Collects what a subscription tells until there is enough. */
const listen = async (exchange, order, enough) => {
  const told = [];
  const control = new AbortController();
  const note = (entry) => {
    told.push(entry);
    if (enough(told)) {
      control.abort(new Error("enough"));
    }
  };
  const sink = {
    active: (method) => note({ active: method }),
    interrupted: (failure) => note({ interrupted: failure.code }),
    ticks: (ticks, replaceable) => note({ ...ticks, replaceable }),
  };
  const desk = new ExchangeDesk([exchange], { liveRetrySeconds: 0.01, pollSeconds: 0.01 });
  await assert.rejects(desk.subscribe({ source: "binance", symbol: "BTC/USDT", ...order }, sink, control.signal), /enough/);
  return told;
};

test("an exchange announces what ccxt has of it", () => {
  const source = exchangeOn().describe();
  assert.equal(source.name, "binance");
  assert.ok(["HISTORY", "LIVE_BARS", "LIVE_TRADES", "LIVE_BOOK"].every((name) => source.capabilities.includes(`CONNECTOR_CAPABILITY_${name}`)));
  assert.ok(["1m", "1h", "1d", "1w", "1M"].every((timeframe) => source.timeframes.includes(timeframe)));
  assert.equal(source.limits.page_row_count, 1000);
});

test("an exchange ccxt does not have is named with those it has", () => {
  assert.throws(() => new Exchange("atlantis"), /ccxt has no exchange atlantis\. It has: .*binance/);
});

test("the markets of an exchange are announced when they become known, and to every server it attaches to later", async () => {
  const exchange = exchangeOn();
  const desk = new ExchangeDesk([exchange]);
  const told = [];
  desk.announce((announcement) => told.push(announcement));
  assert.deepEqual(told, []);
  await exchange.instrument("BTC/USDT");
  assert.equal(told.length, 1);
  assert.equal(told[0].source, "binance");
  const bitcoin = told[0].instruments.find((announced) => announced.symbol === "BTC/USDT");
  assert.deepEqual(
    [bitcoin.instrument.asset_class, bitcoin.instrument.currency, bitcoin.instrument.tick_size, bitcoin.instrument.lot_size],
    ["ASSET_CLASS_CRYPTO_SPOT", "USDT", "0.01", "0.00001"],
  );
  const again = [];
  desk.announce((announcement) => again.push(announcement));
  assert.deepEqual(again, told);
});

test("requests count against the budget", async () => {
  const exchange = exchangeOn();
  await exchange.instrument("BTC/USDT");
  assert.equal(exchange.budget().used_count, 1);
});

test("trades and the book come by WebSocket", async () => {
  const exchange = exchangeOn();
  const trades = await listen(exchange, { capability: "CONNECTOR_CAPABILITY_LIVE_TRADES" }, (told) => told.length > 2);
  assert.deepEqual(trades[0], { active: "STREAMING" });
  assert.equal(trades[1].trades[0].quantity, 0.5);
  assert.equal(trades[1].replaceable, false);
  const ids = trades.slice(1).flatMap((entry) => entry.trades.map((trade) => trade.trade_id));
  assert.equal(new Set(ids).size, ids.length);
  const books = await listen(exchange, { capability: "CONNECTOR_CAPABILITY_LIVE_BOOK" }, (told) => told.length > 1);
  assert.deepEqual(books[1].books[0].bids.at(-1), { price: 99.5, quantity: 2 });
});

test("quotes come with bid and ask, by WebSocket", async () => {
  const quotes = await listen(exchangeOn(), { capability: "CONNECTOR_CAPABILITY_LIVE_QUOTES" }, (told) => told.length > 1);
  assert.deepEqual(quotes[0], { active: "STREAMING" });
  const { time, ...quote } = quotes[1].quotes[0];
  assert.deepEqual(quote, { bid_price: 99.5, bid_quantity: 2, ask_price: 100.5, ask_quantity: 3 });
  assert.ok(time);
});

test("without WebSocket bars are asked for from time to time", async () => {
  const exchange = exchangeOn();
  exchange.api.has.watchOHLCV = false;
  const told = await listen(exchange, { capability: "CONNECTOR_CAPABILITY_LIVE_BARS", timeframe: "1m" }, (entries) => entries.length > 2);
  assert.deepEqual(told[0], { active: "POLLING" });
  assert.ok(told.slice(1).every((entry) => entry.bars.every((bar) => bar.final)));
});
