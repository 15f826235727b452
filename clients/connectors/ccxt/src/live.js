/** Live events of one symbol: pushed by the exchange where it can, asked for from time to time otherwise. */

import { backoffSeconds, orAborted, sleep } from "./backoff.js";
import { tickBarOf, timestampOf } from "./columns.js";
import { ConnectorFailure, failureOf } from "./errors.js";
import { closeOf, lengthOf } from "./timeframe.js";

const LONGEST_POLL_SECONDS = 10;
const DEFAULT_DEPTH = 10;

/** An exchange may correct a candle a moment after its close; trades and clocks differ by that much too. */
const CLOSE_DELAY_MS = 1000;

/** Tells closed candles from forming ones: a candle has closed when a later one exists, or its time is over. */
export class CandleCloses {
  #forming;
  #closedTo = -Infinity;

  constructor(timeframe, now) {
    Object.assign(this, { timeframe, now });
  }

  /**
   * Takes candles in.
   *
   * @returns {{final: import("./history.js").Candle[], forming: import("./history.js").Candle | undefined}} Those that closed, once each
   * and in order, and the last when it is still forming.
   */
  add(candles) {
    const final = [];
    for (const candle of [...candles].sort((a, b) => a[0] - b[0])) {
      if (candle[0] < this.#closedTo) {
        continue;
      }
      if (this.#forming && candle[0] > this.#forming[0]) {
        final.push(this.#close());
      }
      this.#forming = candle.slice(0, 6);
    }
    final.push(...this.due());
    return { final, forming: this.#forming };
  }

  /** The forming candle when its time is over. */
  due() {
    return this.#forming && closeOf(this.timeframe, this.#forming[0]) + CLOSE_DELAY_MS <= this.now() ? [this.#close()] : [];
  }

  /** Milliseconds until the forming candle is due; undefined without one. */
  get wait() {
    return this.#forming && Math.max(0, closeOf(this.timeframe, this.#forming[0]) + CLOSE_DELAY_MS - this.now());
  }

  /** Forgets the forming candle: after an interruption the server fetches what it missed. */
  reset() {
    this.#forming = undefined;
  }

  #close() {
    const closed = this.#forming;
    this.#closedTo = closeOf(this.timeframe, closed[0]);
    this.#forming = undefined;
    return closed;
  }
}

/** How each kind of live data is got and told. Every `take` returns what is to be sent: `[ticks, replaceable]` pairs. */
const KINDS = {
  CONNECTOR_CAPABILITY_LIVE_BARS: (order, now) => {
    const closes = new CandleCloses(order.timeframe, now);
    const told = ({ final, forming }) => [
      ...final.map((candle) => [{ bars: [tickBarOf(candle, true)] }, false]),
      ...(forming ? [[{ bars: [tickBarOf(forming, false)] }, true]] : []),
    ];
    return {
      watch: ["watchOHLCV", (api) => api.watchOHLCV(order.symbol, order.timeframe)],
      poll: ["fetchOHLCV", (api) => api.fetchOHLCV(order.symbol, order.timeframe, undefined, 3)],
      pollSeconds: Math.min(LONGEST_POLL_SECONDS, lengthOf(order.timeframe) / 4000),
      take: (candles) => told(closes.add(candles)),
      due: () => told({ final: closes.due() }),
      wait: () => closes.wait,
      reset: () => closes.reset(),
    };
  },
  CONNECTOR_CAPABILITY_LIVE_TRADES: (order) => {
    let seen = new Set();
    return {
      watch: ["watchTrades", (api) => api.watchTrades(order.symbol)],
      poll: ["fetchTrades", (api) => api.fetchTrades(order.symbol, undefined, 100)],
      pollSeconds: 1,
      take: (trades) => {
        const fresh = trades.filter((trade) => trade.id === undefined || !seen.has(trade.id));
        // The last answers are enough to know a trade again.
        seen = new Set([...seen].slice(-1000).concat(trades.map((trade) => trade.id)));
        return fresh.length === 0 ? [] : [[{ trades: fresh.map(tickTradeOf) }, false]];
      },
    };
  },
  CONNECTOR_CAPABILITY_LIVE_QUOTES: (order, now, exchange) => ({
    // Tickers of some exchanges (binance) are pushed without bid and ask.
    watch: exchange.can("watchBidsAsks")
      ? ["watchBidsAsks", async (api) => (await api.watchBidsAsks([order.symbol]))[order.symbol]]
      : ["watchTicker", (api) => api.watchTicker(order.symbol)],
    poll: ["fetchTicker", (api) => api.fetchTicker(order.symbol)],
    pollSeconds: 1,
    take: (ticker) => (Number.isFinite(ticker?.bid) || Number.isFinite(ticker?.ask) ? [[{ quotes: [tickQuoteOf(ticker, now())] }, true]] : []),
  }),
  CONNECTOR_CAPABILITY_LIVE_BOOK: (order, now) => {
    const depth = order.depth > 0 ? order.depth : DEFAULT_DEPTH;
    return {
      watch: ["watchOrderBook", (api) => api.watchOrderBook(order.symbol)],
      poll: ["fetchOrderBook", (api) => api.fetchOrderBook(order.symbol, depth)],
      pollSeconds: 1,
      take: (book) => [[{ books: [tickBookOf(book, depth, now())] }, true]],
    };
  },
};

const SIDES = { buy: "AGGRESSOR_SIDE_BUYER", sell: "AGGRESSOR_SIDE_SELLER" };

const tickTradeOf = (trade) => ({
  time: timestampOf(trade.timestamp), price: trade.price, quantity: trade.amount, trade_id: String(trade.id ?? ""), aggressor: SIDES[trade.side],
});

const tickQuoteOf = (ticker, present) => {
  const quote = { time: timestampOf(ticker.timestamp ?? present) };
  for (const [name, value] of Object.entries({ bid_price: ticker.bid, bid_quantity: ticker.bidVolume, ask_price: ticker.ask, ask_quantity: ticker.askVolume })) {
    if (Number.isFinite(value)) {
      quote[name] = value;
    }
  }
  return quote;
};

const tickBookOf = (book, depth, present) => {
  const levels = (side) => side.slice(0, depth).map(([price, quantity]) => ({ price, quantity }));
  return { time: timestampOf(book.timestamp ?? present), bids: levels(book.bids), asks: levels(book.asks) };
};

/**
 * Serves a subscription until it is aborted, or the exchange refuses it for good.
 *
 * @param {import("./exchange.js").Exchange} exchange
 * @param {object} order The `SubscribeOrder`.
 * @param {import("./link.js").LiveSink} sink
 * @param {AbortSignal} signal
 * @param {{retrySeconds: number, pollSeconds?: number, now: () => number}} settings
 */
export async function serve(exchange, order, sink, signal, { retrySeconds, pollSeconds, now }) {
  const make = KINDS[order.capability];
  if (make === undefined) {
    throw new ConnectorFailure("UNSUPPORTED", `${exchange.id} has no live data of the kind ${order.capability}.`);
  }
  const instrument = await exchange.instrument(order.symbol);
  const kind = make(order, now, exchange);
  const streaming = exchange.can(kind.watch[0]);
  if (!streaming && !exchange.can(kind.poll[0])) {
    throw new ConnectorFailure("UNSUPPORTED", `${exchange.id} has neither ${kind.watch[0]} nor ${kind.poll[0]}.`);
  }

  const method = streaming ? "STREAMING" : "POLLING";
  const next = streaming ? () => kind.watch[1](exchange.api) : () => kind.poll[1](exchange.api);
  const send = (told) => told.forEach(([ticks, replaceable]) => sink.ticks(ticks, replaceable));
  sink.active(method, instrument);
  let pending;
  for (let failures = 0; ; ) {
    try {
      pending ??= next();
      const answer = await orDue(orAborted(pending, signal), kind.wait?.());
      if (answer === DUE) {
        send(kind.due());
        continue;
      }
      pending = undefined;
      if (failures > 0) {
        failures = 0;
        sink.active(method, instrument);
      }
      send(kind.take(answer));
      if (!streaming) {
        await sleep(pollSeconds ?? kind.pollSeconds, signal);
      }
    } catch (error) {
      pending = undefined;
      signal.throwIfAborted();
      const failure = failureOf(error, exchange.api);
      if (!failure.retryable) {
        throw failure;
      }
      if (failures++ === 0) {
        kind.reset?.();
        sink.interrupted(failure);
      }
      await sleep(Math.max(backoffSeconds(failures, retrySeconds), failure.retryAfterSeconds ?? 0), signal);
    }
  }
}

const DUE = Symbol("due");

// Timers beyond this overflow and fire at once.
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The outcome of a promise, or DUE when it takes longer. */
async function orDue(promise, milliseconds) {
  if (milliseconds === undefined) {
    return promise;
  }
  let timer;
  const due = new Promise((resolve) => {
    timer = setTimeout(() => resolve(DUE), Math.min(milliseconds + 1, LONGEST_TIMER_MS));
  });
  return Promise.race([promise, due]).finally(() => clearTimeout(timer));
}
