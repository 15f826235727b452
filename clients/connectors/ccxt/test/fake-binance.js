/**
 * Answers as Binance's spot REST and WebSocket interfaces do, on loopback, with a made-up market. Run as a program it prints its port.
 *
 * What a market does is in its name: BTC and ETH are good, RATE refuses twice with 429 before each page, WAIT refuses with a long
 * Retry-After, JUNK answers with a page of HTML, CUT fails after its first page, SLOW never answers, DROP loses the connection after a
 * few live candles, STILL repeats its last page for ever.
 */

import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { WebSocketServer } from "ws";

export const FIRST_OPEN = Date.UTC(2024, 0, 1);
export const CANDLES = 2500;
const MINUTE = 60_000;
const TICK_MS = 15;
const CANDLES_BEFORE_DROP = 3;
const UPDATES_PER_CANDLE = 3;

const BASES = ["BTC", "ETH", "RATE", "WAIT", "JUNK", "CUT", "SLOW", "DROP", "STILL"];

const candle = (open) => {
  const number = Math.round((open - FIRST_OPEN) / MINUTE);
  return [open, "100.0", "103.0", "98.0", String(100 + (number % 3)), String(10 + (number % 7)), open + MINUTE - 1, "1", 1, "1", "1", "0"];
};

const market = (base) => ({
  symbol: `${base}USDT`, status: "TRADING", baseAsset: base, baseAssetPrecision: 8, quoteAsset: "USDT", quotePrecision: 8, quoteAssetPrecision: 8,
  orderTypes: ["LIMIT"], isSpotTradingAllowed: true, isMarginTradingAllowed: false, permissions: ["SPOT"], permissionSets: [["SPOT"]],
  filters: [
    { filterType: "PRICE_FILTER", minPrice: "0.01", maxPrice: "1000000", tickSize: "0.01" },
    { filterType: "LOT_SIZE", minQty: "0.00001", maxQty: "9000", stepSize: "0.00001" },
  ],
});

/** Starts the exchange; `close` ends it. */
export async function startExchange() {
  const refusals = new Map();
  const requests = [];
  const http = createServer((request, response) => {
    const url = new URL(request.url, "http://loopback");
    const answer = (status, body, headers = {}) => {
      response.writeHead(status, { "content-type": "application/json", ...headers });
      response.end(typeof body === "string" ? body : JSON.stringify(body));
    };
    requests.push(url.pathname + url.search);
    const base = url.searchParams.get("symbol")?.replace("USDT", "");
    if (url.pathname.endsWith("/exchangeInfo")) {
      answer(200, { timezone: "UTC", serverTime: Date.now(), rateLimits: [], symbols: BASES.map(market) });
    } else if (url.pathname.endsWith("/depth")) {
      answer(200, { lastUpdateId: 1, bids: [["99.5", "2"]], asks: [["100.5", "3"]] });
    } else if (url.pathname.endsWith("/klines")) {
      klines(base, url.searchParams, answer);
    } else {
      answer(404, { code: -1, msg: "no such path" });
    }
  });

  function klines(base, query, answer) {
    const since = Number(query.get("startTime") ?? FIRST_OPEN);
    const limit = Number(query.get("limit") ?? 500);
    const refuse = (times) => {
      const key = `${base} ${since}`;
      refusals.set(key, (refusals.get(key) ?? 0) + 1);
      return refusals.get(key) <= times;
    };
    if (base === "RATE" && refuse(2)) {
      answer(429, { code: -1003, msg: "Too many requests." });
    } else if (base === "WAIT") {
      answer(429, { code: -1003, msg: "Too many requests." }, { "Retry-After": "120" });
    } else if (base === "JUNK") {
      answer(200, "<html>Be right back</html>");
    } else if (base === "CUT" && since > FIRST_OPEN) {
      answer(503, "down");
    } else if (base !== "SLOW") {
      const first = base === "STILL" ? FIRST_OPEN : Math.max(FIRST_OPEN, Math.ceil(since / MINUTE) * MINUTE);
      const rows = [];
      for (let open = first; open < FIRST_OPEN + CANDLES * MINUTE && rows.length < limit; open += MINUTE) {
        rows.push(candle(open));
      }
      answer(200, rows);
    }
  }

  // Live candles lie in the future, so that only the next one closes the one before, not the clock.
  const liveFrom = Math.ceil(Date.now() / MINUTE) * MINUTE + 60 * MINUTE;
  const ticksOf = new Map();
  const sockets = new WebSocketServer({ server: http });
  sockets.on("connection", (socket) => {
    const timers = new Map();
    const push = (stream) => {
      const [symbol, channel] = stream.split("@");
      const name = symbol.toUpperCase();
      const tick = (ticksOf.get(stream) ?? -1) + 1;
      ticksOf.set(stream, tick);
      if (channel.startsWith("kline")) {
        const [open, o, h, l, c, v] = candle(liveFrom + Math.floor(tick / UPDATES_PER_CANDLE) * MINUTE);
        const k = { t: open, T: open + MINUTE - 1, s: name, i: "1m", o, h, l, c, v, x: false };
        socket.send(JSON.stringify({ e: "kline", E: Date.now(), s: name, k }));
      } else if (channel === "trade") {
        socket.send(JSON.stringify({ e: "trade", E: Date.now(), s: name, t: 1000 + tick, p: String(100 + tick), q: "0.5", T: Date.now(), m: tick % 2 === 0 }));
      } else if (channel.startsWith("depth")) {
        const u = tick + 2;
        socket.send(JSON.stringify({ e: "depthUpdate", E: Date.now(), s: name, U: u, u, b: [["99.6", String(tick + 1)]], a: [] }));
      } else if (channel === "bookTicker") {
        socket.send(JSON.stringify({ u: tick + 1, s: name, b: "99.5", B: "2", a: "100.5", A: "3" }));
      } else if (channel.startsWith("ticker")) {
        socket.send(JSON.stringify({ e: "24hrTicker", E: Date.now(), s: name, c: "100", b: "99.5", B: "2", a: "100.5", A: "3" }));
      }
      if (name.startsWith("DROP") && tick === CANDLES_BEFORE_DROP * UPDATES_PER_CANDLE) {
        socket.terminate();
      }
    };
    socket.on("message", (text) => {
      const { method, params = [], id } = JSON.parse(text);
      socket.send(JSON.stringify({ result: null, id }));
      for (const stream of params) {
        if (method === "SUBSCRIBE" && !timers.has(stream)) {
          timers.set(stream, setInterval(() => push(stream), TICK_MS));
        } else if (method === "UNSUBSCRIBE") {
          clearInterval(timers.get(stream));
          timers.delete(stream);
        }
      }
    });
    socket.on("close", () => timers.forEach(clearInterval));
  });

  await new Promise((resolve) => http.listen(0, "127.0.0.1", resolve));
  const { port } = http.address();
  return {
    port,
    requests,
    /** Settings for `Exchange` that lead ccxt here. */
    settings: settingsFor(port),
    close: () => {
      sockets.clients.forEach((client) => client.terminate());
      http.closeAllConnections();
      return new Promise((resolve) => http.close(resolve));
    },
  };
}

/** Settings for `Exchange` that lead ccxt to the exchange on a port. */
export const settingsFor = (port) => ({
  rateLimit: 1,
  timeout: 5_000,
  urls: { api: { public: `http://127.0.0.1:${port}/api/v3`, ws: { spot: `ws://127.0.0.1:${port}/ws` } } },
  options: { defaultType: "spot", fetchMarkets: { types: ["spot"] }, fetchCurrencies: false, streamLimits: { spot: 50 } },
});

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { port } = await startExchange();
  console.log(port);
}
