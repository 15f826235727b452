/** Answers what the server asks of the exchanges. */

import { blockOf, candleFields, millisecondsOf } from "./columns.js";
import { ConnectorFailure, failureOf } from "./errors.js";
import { closedCandles } from "./history.js";
import { serve } from "./live.js";
import { closeOf } from "./timeframe.js";

const ANNOUNCED_PER_MESSAGE = 2000;

/** @implements {import("./link.js").Desk} */
export class ExchangeDesk {
  #exchanges;
  #settings;

  /**
   * @param {import("./exchange.js").Exchange[]} exchanges
   * @param {{maxRetries?: number, pageRetrySeconds?: number, liveRetrySeconds?: number, pollSeconds?: number, now?: () => number, log?: (line: string) => void}} [settings]
   */
  constructor(exchanges, settings = {}) {
    this.#exchanges = new Map(exchanges.map((exchange) => [exchange.id, exchange]));
    this.#settings = { maxRetries: 3, pageRetrySeconds: 5, liveRetrySeconds: 1, now: Date.now, log: () => {}, ...settings };
  }

  budgets() {
    return [...this.#exchanges.values()].map((exchange) => exchange.budget());
  }

  /**
   * Tells what the exchanges serve: what is known now, and the rest when it becomes known.
   *
   * @param {(announcement: object) => void} send Takes an `InstrumentAnnouncement`.
   */
  announce(send) {
    for (const exchange of this.#exchanges.values()) {
      exchange.onMarkets = () => {
        const instruments = exchange.instruments();
        for (let first = 0; first < instruments.length; first += ANNOUNCED_PER_MESSAGE) {
          send({ source: exchange.id, instruments: instruments.slice(first, first + ANNOUNCED_PER_MESSAGE) });
        }
      };
      exchange.onMarkets();
    }
  }

  async fetch(order, sink, signal) {
    const exchange = this.#find(order.source);
    if (!order.history) {
      throw new ConnectorFailure("UNSUPPORTED", `${exchange.id} delivers history, not static data.`);
    }
    const fields = order.history.fields?.length > 0 ? order.history.fields : candleFields;
    const known = fields.filter((field) => candleFields.includes(field));
    let done = 0;
    for (const symbol of order.symbols) {
      // One failing symbol must not keep the others back.
      try {
        for (const field of fields.filter((name) => !known.includes(name))) {
          sink.failure(symbol, new ConnectorFailure("INVALID_FIELD", `Candles have ${candleFields.join(", ")}, not ${field}.`), field);
        }
        if (known.length > 0) {
          await this.#fetchSymbol(exchange, symbol, order, known, sink, signal, done / order.symbols.length);
        }
      } catch (error) {
        signal.throwIfAborted();
        sink.failure(symbol, failureOf(error, exchange.api));
      }
      sink.progress(0, ++done / order.symbols.length);
    }
  }

  subscribe(order, sink, signal) {
    const { liveRetrySeconds, pollSeconds, now } = this.#settings;
    return serve(this.#find(order.source), order, sink, signal, { retrySeconds: liveRetrySeconds, pollSeconds, now });
  }

  async #fetchSymbol(exchange, symbol, order, fields, sink, signal, fraction) {
    const { timeframe, interval } = order.history;
    const instrument = await exchange.instrument(symbol);
    const { maxRetries, pageRetrySeconds, now, log } = this.#settings;
    let rows = 0;
    const pages = closedCandles({
      fetchPage: (since, limit) => exchange.api.fetchOHLCV(symbol, timeframe, since, limit),
      start: millisecondsOf(interval.start_time),
      end: millisecondsOf(interval.end_time),
      limit: exchange.pageRows,
      closeOf: (open) => closeOf(timeframe, open),
      now,
      signal,
      maxRetries,
      retrySeconds: pageRetrySeconds,
      toFailure: (error) => failureOf(error, exchange.api),
      onRetry: (failure, seconds, failures) => {
        const note = `waiting ${seconds} s for ${exchange.id} after ${failures} failures: ${failure.message}`;
        log(note);
        sink.progress(rows, fraction, note);
      },
    });
    for await (const page of pages) {
      rows += page.length;
      for (let first = 0; first < page.length; first += sink.maxRows) {
        await sink.rows(symbol, blockOf(page.slice(first, first + sink.maxRows), fields), instrument);
      }
    }
  }

  #find(source) {
    const exchange = this.#exchanges.get(source);
    if (exchange === undefined) {
      throw new ConnectorFailure("UNSUPPORTED", `This connector has no source ${source}. It has: ${[...this.#exchanges.keys()].join(", ")}.`);
    }
    return exchange;
  }
}
