/** One exchange through ccxt: what it can do, what it may be asked, what its symbols are. */

import ccxt from "ccxt";
import { RequestCount } from "./budget.js";
import { ConnectorFailure, durationOf } from "./errors.js";
import { isTimeframe } from "./timeframe.js";

const ASSET_CLASSES = { spot: "ASSET_CLASS_CRYPTO_SPOT", swap: "ASSET_CLASS_CRYPTO_PERPETUAL", future: "ASSET_CLASS_CRYPTO_FUTURE" };

/** Milliseconds between requests to an exchange that states no limit. */
const FALLBACK_RATE_LIMIT = 1000;

const REQUEST_TIMEOUT = 30_000;

const WINDOW_MS = 60_000;

/** An exchange of ccxt with what the protocol wants to know about it. */
export class Exchange {
  #markets;

  /** Called when the markets have become known. */
  onMarkets = () => {};

  /**
   * @param {string} id As ccxt names it.
   * @param {object} [options] Handed to ccxt: `apiKey`, `secret`, `password`, `urls`, `options`, ...
   */
  constructor(id, options = {}) {
    const Type = ccxt.pro[id] ?? ccxt[id];
    if (Type === undefined) {
      throw new ConnectorFailure("UNSUPPORTED", `ccxt has no exchange ${id}. It has: ${ccxt.exchanges.join(", ")}.`);
    }
    const { pageRows, ...settings } = options;
    this.id = id;
    this.pageRows = pageRows ?? 1000;
    this.api = new Type({ enableRateLimit: true, timeout: REQUEST_TIMEOUT, ...settings });
    this.api.rateLimit = this.api.rateLimit > 0 ? this.api.rateLimit : FALLBACK_RATE_LIMIT;
    this.requests = new RequestCount(Math.floor(WINDOW_MS / this.api.rateLimit), WINDOW_MS);
    const fetch = this.api.fetch.bind(this.api);
    this.api.fetch = (...request) => {
      this.requests.add();
      return fetch(...request);
    };
    const handleErrors = this.api.handleErrors.bind(this.api);
    this.api.handleErrors = (status, ...rest) => {
      // ccxt would pass an unreadable body on as an empty answer, which reads as the end of history.
      if (status >= 200 && status < 300 && rest[5] === undefined) {
        throw new ccxt.BadResponse(`${id} answered ${status} with something that is not JSON`);
      }
      return handleErrors(status, ...rest);
    };
  }

  /** True when ccxt has a call, natively or emulated. */
  can(call) {
    return Boolean(this.api.has[call]) && typeof this.api[call] === "function";
  }

  /** The `ConnectorSource` that is announced. */
  describe() {
    const timeframes = Object.keys(this.api.timeframes ?? {}).filter(isTimeframe);
    const offers = [
      ["HISTORY", this.can("fetchOHLCV")],
      ["LIVE_BARS", this.can("watchOHLCV") || this.can("fetchOHLCV")],
      ["LIVE_TRADES", this.can("watchTrades") || this.can("fetchTrades")],
      ["LIVE_QUOTES", this.can("watchBidsAsks") || this.can("watchTicker") || this.can("fetchTicker")],
      ["LIVE_BOOK", this.can("watchOrderBook") || this.can("fetchOrderBook")],
    ];
    return {
      name: this.id,
      display_name: this.api.name,
      capabilities: offers.filter(([, offered]) => offered).map(([name]) => `CONNECTOR_CAPABILITY_${name}`),
      timeframes,
      live_timeframes: timeframes,
      fields: ["open", "high", "low", "close", "volume"],
      limits: {
        page_row_count: this.pageRows,
        symbols_per_request: 1,
        requests_per_window: this.requests.limit,
        window: durationOf(WINDOW_MS / 1000),
        max_concurrent_fetches: 4,
        max_subscriptions: 200,
      },
    };
  }

  /** The `SourceBudget` of the moment. */
  budget() {
    return { source: this.id, used_count: this.requests.used, limit_count: this.requests.limit };
  }

  /**
   * What a symbol is; learns the markets on first use.
   *
   * @returns {Promise<object>} A `ConnectorInstrument`. Rejects with ccxt's `BadSymbol` for a symbol the exchange does not have.
   */
  async instrument(symbol) {
    // A failed load is forgotten, so that the next request tries again.
    this.#markets ??= this.#load().catch((error) => {
      this.#markets = undefined;
      throw error;
    });
    await this.#markets;
    const market = this.api.market(symbol);
    if (market.symbol !== symbol) {
      throw new ccxt.BadSymbol(`${this.id} has no market ${symbol}; did you mean ${market.symbol}?`);
    }
    return this.#describeMarket(market);
  }

  /** The `AnnouncedInstrument` of every market that trades; none before the markets are known. */
  instruments() {
    return Object.values(this.api.markets ?? {})
      .filter((market) => market.active !== false)
      .map((market) => ({ symbol: market.symbol, instrument: this.#describeMarket(market) }));
  }

  #describeMarket(market) {
    const step = (value) => (value === undefined || value === null ? "" : this.api.numberToString(this.#stepOf(value)));
    return {
      asset_class: ASSET_CLASSES[market.type] ?? "ASSET_CLASS_UNSPECIFIED",
      display_name: `${market.symbol} (${this.api.name})`,
      currency: market.quote ?? "",
      tick_size: step(market.precision?.price),
      lot_size: step(market.precision?.amount),
      multiplier: market.contractSize ? this.api.numberToString(market.contractSize) : "",
    };
  }

  /** Ends streams to the exchange. */
  async close() {
    await this.api.close?.();
  }

  async #load() {
    // Only needed where the exchange is reached without TLS, which ccxt does not prepare by itself.
    await this.api.loadHttpProxyAgent?.();
    await this.api.loadMarkets();
    this.onMarkets();
  }

  // Some exchanges state decimals instead of a step.
  #stepOf(precision) {
    return this.api.precisionMode === ccxt.DECIMAL_PLACES ? Number(`1e-${precision}`) : precision;
  }
}
