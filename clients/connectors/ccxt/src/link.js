/** The connection to the server: dials in, says hello, hands out what is asked, and comes back when it is lost. */

import { fileURLToPath } from "node:url";
import grpc from "@grpc/grpc-js";
import loader from "@grpc/proto-loader";
import { backoffSeconds, sleep } from "./backoff.js";
import { Credit } from "./credit.js";
import { failureOf } from "./errors.js";
import { timestampOf } from "./columns.js";
import { Outbox } from "./outbox.js";

const PROTOCOL_VERSION = 1;

// A stream that lived this long had attached well; the next wait is the shortest again.
const ATTACHED_WELL_MS = 10_000;

/** Statuses that no repeat can cure: another instance has the name, the hello is wrong, the version is too old. */
const FATAL = new Set([grpc.status.INVALID_ARGUMENT, grpc.status.FAILED_PRECONDITION, grpc.status.UNIMPLEMENTED, grpc.status.UNAUTHENTICATED, grpc.status.PERMISSION_DENIED]);

/** The contract, from a folder of protos. */
export function loadContract(folder = process.env.TRADEWIND_PROTOS ?? fileURLToPath(new URL("../../../../protos", import.meta.url))) {
  const definition = loader.loadSync("tradewind/v1/connector_service.proto", {
    includeDirs: [folder], keepCase: true, longs: String, enums: String, defaults: false, oneofs: true,
  });
  return grpc.loadPackageDefinition(definition).tradewind.v1;
}

/**
 * What a link hands out.
 *
 * @typedef {object} Desk
 * @property {(order: object, sink: FetchSink, signal: AbortSignal) => Promise<void>} fetch Answers a `FetchOrder`; what it throws fails the whole.
 * @property {(order: object, sink: LiveSink, signal: AbortSignal) => Promise<void>} subscribe Serves a `SubscribeOrder` until aborted; what it throws ends it.
 * @property {() => object[]} budgets `SourceBudget` messages.
 * @property {(send: (announcement: object) => void) => void} [announce] Sends `InstrumentAnnouncement`s, now and later.
 */

/** Where a fetch puts what it finds. Sending waits for credit. */
export class FetchSink {
  #outbox;
  #id;
  #credit;
  #signal;

  constructor(outbox, id, credit, signal, maxRows) {
    [this.#outbox, this.#id, this.#credit, this.#signal] = [outbox, id, credit, signal];
    /** Most rows in one message. */
    this.maxRows = maxRows;
  }

  async rows(symbol, block, instrument) {
    await this.#credit.take(this.#signal);
    this.#outbox.send({ rows: { fetch_id: this.#id, symbol, block, instrument } });
  }

  async reference(symbol, values) {
    await this.#credit.take(this.#signal);
    this.#outbox.send({ reference: { fetch_id: this.#id, symbol, values } });
  }

  progress(rowCount, fraction, note = "") {
    this.#outbox.send({ progress: { fetch_id: this.#id, row_count: String(rowCount), fraction, note } }, `progress ${this.#id}`);
  }

  failure(symbol, failure, field = "") {
    this.#outbox.send({ failure: { fetch_id: this.#id, symbol, field, error: failure.toMessage() } });
  }
}

/** Where a subscription puts what happens. */
export class LiveSink {
  #outbox;
  #id;

  constructor(outbox, id) {
    [this.#outbox, this.#id] = [outbox, id];
  }

  active(method, instrument) {
    this.#state("ACTIVE", { method: `DELIVERY_METHOD_${method}`, instrument });
  }

  interrupted(failure) {
    this.#state("INTERRUPTED", { error: failure.toMessage() });
  }

  /** @param {boolean} replaceable True when a later message of the same kind makes this one worthless. */
  ticks(ticks, replaceable) {
    this.#outbox.send({ ticks: { subscription_id: this.#id, ...ticks } }, replaceable ? `ticks ${this.#id} ${Object.keys(ticks)}` : undefined);
  }

  ended(error) {
    this.#state("ENDED", error ? { error } : {});
  }

  #state(phase, more) {
    this.#outbox.send({ subscription: { subscription_id: this.#id, phase: `SUBSCRIPTION_PHASE_${phase}`, ...more } });
  }
}

/** Keeps a connector attached. */
export class Link {
  #options;

  /**
   * @param {object} options
   * @param {string} options.address Of the server, `http://127.0.0.1:5210`.
   * @param {object} options.hello The `ConnectorHello` without version.
   * @param {Desk} options.desk
   * @param {number} [options.retrySeconds] Wait after the first failure.
   * @param {(line: string) => void} [options.log]
   */
  constructor(options) {
    this.#options = { log: () => {}, contract: loadContract(), ...options, retrySeconds: options.retrySeconds ?? 1 };
  }

  /** Attaches, again and again, until the signal is aborted. Throws when the server will never take this connector. */
  async run(signal) {
    for (let failures = 0; !signal.aborted; ) {
      const started = Date.now();
      const { status, attached } = await this.#attach(signal);
      if (signal.aborted) {
        return;
      }
      if (FATAL.has(status.code) && !attached) {
        throw new Error(`The server refuses this connector: ${status.details}`);
      }
      failures = attached || Date.now() - started > ATTACHED_WELL_MS ? 1 : failures + 1;
      const seconds = backoffSeconds(failures, this.#options.retrySeconds) * (0.5 + Math.random() / 2);
      this.#options.log(`The server is gone (${status.details || grpc.status[status.code]}); next attempt in ${seconds.toFixed(1)} s`);
      await sleep(seconds, signal).catch(() => {});
    }
  }

  /** Serves one stream to its end. */
  #attach(signal) {
    const { address, hello, desk, log, contract } = this.#options;
    const url = new URL(address.includes("://") ? address : `http://${address}`);
    const credentials = url.protocol === "https:" ? grpc.credentials.createSsl() : grpc.credentials.createInsecure();
    const client = new contract.ConnectorService(url.host, credentials, {
      // No pause of gRPC's own between attempts, and no connection shared with the attempt before.
      "grpc.use_local_subchannel_pool": 1, "grpc.enable_http_proxy": 0, "grpc.max_receive_message_length": -1,
    });
    const call = client.Attach();
    const outbox = new Outbox(call);
    const work = new Map();
    const ending = new AbortController();
    let attached = false;
    let heartbeat;
    let lastHeard = Date.now();
    const stop = () => call.end();
    signal.addEventListener("abort", stop, { once: true });

    const start = (id, credit, task) => {
      const control = new AbortController();
      work.set(id, { control, credit });
      task(AbortSignal.any([control.signal, ending.signal])).finally(() => work.delete(id));
    };
    const fetch = (order, window) => {
      const credit = new Credit(window);
      start(order.fetch_id, credit, async (cancelled) => {
        const sink = new FetchSink(outbox, order.fetch_id, credit, cancelled, maxRows);
        try {
          await desk.fetch(order, sink, cancelled);
        } catch (error) {
          if (cancelled.aborted) {
            return;
          }
          sink.failure("", failureOf(error));
        }
        if (!cancelled.aborted) {
          outbox.send({ fetch_end: { fetch_id: order.fetch_id } });
        }
      });
    };
    const subscribe = (order) =>
      start(order.subscription_id, null, async (cancelled) => {
        const sink = new LiveSink(outbox, order.subscription_id);
        try {
          await desk.subscribe(order, sink, cancelled);
          sink.ended();
        } catch (error) {
          if (!ending.signal.aborted) {
            sink.ended(cancelled.aborted ? undefined : failureOf(error).toMessage());
          }
        }
      });

    let window = 1;
    let maxRows = 1;
    const take = {
      welcome: (welcome) => {
        attached = true;
        window = welcome.fetch_credit;
        maxRows = welcome.max_row_count;
        const every = 1000 * Number(welcome.heartbeat_interval?.seconds ?? 0) + (welcome.heartbeat_interval?.nanos ?? 0) / 1e6;
        const silence = 1000 * Number(welcome.silence_limit?.seconds ?? 0) + (welcome.silence_limit?.nanos ?? 0) / 1e6;
        heartbeat = setInterval(() => {
          if (Date.now() - lastHeard > silence) {
            call.cancel();
            return;
          }
          outbox.send({ heartbeat: { time: timestampOf(Date.now()), budgets: desk.budgets() } }, "heartbeat");
        }, every / 2);
        log(`Attached to ${url.host} as ${hello.name}`);
        desk.announce?.((announcement) => !ending.signal.aborted && outbox.send({ announcement }));
      },
      fetch: (order) => fetch(order, window),
      cancel: ({ fetch_id }) => work.get(fetch_id)?.control.abort(),
      credit: ({ fetch_id, message_count }) => work.get(fetch_id)?.credit?.add(message_count),
      subscribe,
      unsubscribe: ({ subscription_id }) => work.get(subscription_id)?.control.abort(),
      heartbeat: () => {},
    };

    return new Promise((resolve) => {
      call.on("data", (message) => {
        lastHeard = Date.now();
        take[message.part]?.(message[message.part]);
      });
      // The status says the same and always comes.
      call.on("error", () => {});
      call.on("status", (status) => {
        clearInterval(heartbeat);
        ending.abort(new Error("The server is gone."));
        signal.removeEventListener("abort", stop);
        client.close();
        resolve({ status, attached });
      });
      call.write({ hello: { protocol_version: PROTOCOL_VERSION, ...hello } });
    });
  }
}

