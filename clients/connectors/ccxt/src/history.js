/** History of one symbol, page by page. */

import { backoffSeconds, sleep } from "./backoff.js";
import { ConnectorFailure, failureOf } from "./errors.js";

const LONGEST_WAIT = 60;

/**
 * @typedef {[number, number, number, number, number, number]} Candle Open time in UNIX milliseconds, open, high, low, close, volume.
 */

/**
 * Yields the closed candles of [start, end), a page at a time.
 *
 * Asks from just after the last candle until a page is empty, does not advance, or the end is reached. A page that fails is asked for
 * again after 5, 10, 20, ... seconds (at most 60); failures are counted in a row and by page.
 *
 * @param {object} request
 * @param {(since: number, limit: number) => Promise<Candle[]>} request.fetchPage
 * @param {number} request.start UNIX milliseconds.
 * @param {number} request.end UNIX milliseconds, exclusive.
 * @param {number} request.limit Candles a page.
 * @param {(open: number) => number} request.closeOf When the candle that opens then closes.
 * @param {() => number} request.now UNIX milliseconds.
 * @param {AbortSignal} request.signal
 * @param {number} [request.maxRetries] Repeats of a page.
 * @param {number} [request.retrySeconds] Wait before the first repeat.
 * @param {(failure: ConnectorFailure, seconds: number, failures: number) => void} [request.onRetry]
 * @param {(error: unknown) => ConnectorFailure} [request.toFailure]
 * @returns {AsyncGenerator<Candle[]>}
 */
export async function* closedCandles({
  fetchPage,
  start,
  end,
  limit,
  closeOf,
  now,
  signal,
  maxRetries = 3,
  retrySeconds = 5,
  onRetry = () => {},
  toFailure = failureOf,
}) {
  let since = start;
  let last = -Infinity;
  while (since < end) {
    const page = await attempt(async () => checked(await fetchPage(since, limit)));
    if (page.length === 0 || page.at(-1)[0] <= last) {
      return;
    }
    const known = last;
    last = page.at(-1)[0];
    since = last + 1;
    const present = now();
    const rows = page.filter(([open]) => open > known && open >= start && open < end && closeOf(open) <= present);
    if (rows.length > 0) {
      yield rows;
    }
  }

  async function attempt(work) {
    for (let failures = 1; ; failures++) {
      signal.throwIfAborted();
      try {
        return await work();
      } catch (error) {
        signal.throwIfAborted();
        const failure = toFailure(error);
        // A longer wait is the caller's to plan: the failure says when to come back.
        if (!failure.retryable || failures > maxRetries || failure.retryAfterSeconds > LONGEST_WAIT) {
          throw failure;
        }
        const seconds = Math.max(backoffSeconds(failures, retrySeconds), failure.retryAfterSeconds ?? 0);
        onRetry(failure, seconds, failures);
        await sleep(seconds, signal);
      }
    }
  }
}

/** The candles of an answer, ascending. A garbled answer may be a proxy's hiccup, so it is worth a repeat. */
function checked(answer) {
  const good = (candle) => Array.isArray(candle) && candle.length >= 6 && Number.isInteger(candle[0]) && candle.slice(1, 6).some(Number.isFinite);
  if (!Array.isArray(answer) || !answer.every(good)) {
    throw new ConnectorFailure("MALFORMED", "The exchange's answer holds no candles.", { retryable: true });
  }
  return answer.toSorted ? answer.toSorted((a, b) => a[0] - b[0]) : [...answer].sort((a, b) => a[0] - b[0]);
}
