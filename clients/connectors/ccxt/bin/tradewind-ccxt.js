#!/usr/bin/env node
/**
 * Attaches exchanges to a Tradewind server through ccxt.
 *
 *   tradewind-ccxt --exchange binance,kraken [--server http://127.0.0.1:5210] [--name ccxt] [--config FILE]
 *
 * The configuration is JSON: `exchanges`, by id, with what ccxt's constructor takes; `settings`, the pauses between attempts in seconds.
 * Keys come from the environment, `BINANCE_API_KEY`, `BINANCE_SECRET` and `BINANCE_PASSWORD`: arguments and files are too easily shown.
 */

import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { ExchangeDesk } from "../src/desk.js";
import { Exchange } from "../src/exchange.js";
import { Link } from "../src/link.js";

const USAGE = "Usage: tradewind-ccxt --exchange ID[,ID...] [--server ADDRESS] [--name NAME] [--config FILE]";

const log = (line) => process.stderr.write(`${line}\n`);

function readOptions() {
  const { values } = parseArgs({
    options: {
      server: { type: "string", default: process.env.TRADEWIND_SERVER ?? "http://127.0.0.1:5210" },
      name: { type: "string", default: process.env.TRADEWIND_CONNECTOR_NAME ?? "ccxt" },
      exchange: { type: "string", multiple: true, default: [] },
      config: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  const { exchanges = {}, settings = {} } = values.config === undefined ? {} : JSON.parse(readFileSync(values.config, "utf8"));
  const named = values.exchange.flatMap((list) => list.split(",")).map((id) => id.trim()).filter((id) => id.length > 0);
  return { ...values, settings, exchanges, ids: [...new Set([...named, ...Object.keys(exchanges)])] };
}

/** What the environment says of an exchange: only what is set. */
function secretsOf(id) {
  const names = { apiKey: "API_KEY", secret: "SECRET", password: "PASSWORD" };
  const found = Object.entries(names).map(([option, suffix]) => [option, process.env[`${id.toUpperCase()}_${suffix}`]]);
  return Object.fromEntries(found.filter(([, value]) => value !== undefined));
}

async function main() {
  const options = readOptions();
  if (options.help || options.ids.length === 0) {
    log(USAGE);
    return options.help ? 0 : 2;
  }
  const exchanges = options.ids.map((id) => new Exchange(id, { ...options.exchanges[id], ...secretsOf(id) }));
  const { serverRetrySeconds, ...settings } = options.settings;
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.once(signal, () => stop.abort());
  }
  if (process.env.TRADEWIND_SUPERVISED === "1") {
    // The server that started this process closes its input when it wants it to stop, and the system does when the server dies.
    process.stdin.once("end", () => stop.abort()).resume();
  }
  const hello = { name: options.name, version: version(), instance_id: randomUUID(), sources: exchanges.map((exchange) => exchange.describe()) };
  const link = new Link({ address: options.server, hello, desk: new ExchangeDesk(exchanges, { ...settings, log }), retrySeconds: serverRetrySeconds, log });
  try {
    await link.run(stop.signal);
    return 0;
  } finally {
    await Promise.allSettled(exchanges.map((exchange) => exchange.close()));
  }
}

function version() {
  return JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).version;
}

try {
  // Streams of an exchange that hang on must not hold the end up.
  process.exit(await main());
} catch (error) {
  log(error.message);
  process.exit(1);
}
