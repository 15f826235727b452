/** What ccxt's errors mean in the protocol's taxonomy. */

import ccxt from "ccxt";

/** A failure in the terms of the protocol. */
export class ConnectorFailure extends Error {
  /**
   * @param {string} code A value of `ConnectorErrorCode` without its prefix: `RATE_LIMITED`.
   * @param {string} message What came and what to do.
   * @param {{retryAfterSeconds?: number, retryable?: boolean}} [more]
   */
  constructor(code, message, { retryAfterSeconds, retryable = false } = {}) {
    super(message);
    Object.assign(this, { code, retryAfterSeconds, retryable });
  }

  /** The message of the protocol. */
  toMessage() {
    const message = { code: `CONNECTOR_ERROR_CODE_${this.code}`, message: this.message };
    if (this.retryAfterSeconds !== undefined) {
      message.retry_after = durationOf(this.retryAfterSeconds);
    }
    return message;
  }
}

/** Seconds as a `google.protobuf.Duration`. */
export const durationOf = (seconds) => ({ seconds: Math.floor(seconds), nanos: Math.round((seconds % 1) * 1e9) });

const GEO_BLOCK = /\b451\b/;

// A page of HTML is worth nothing in a message; its beginning names the culprit.
const LONGEST_MESSAGE = 400;

/** Keys and signatures stand in the addresses ccxt quotes. */
const withoutSecrets = (text) => text.replace(/((?:api_?key|signature|secret|token|timestamp)=)[^&\s"]*/gi, "$1...");

/**
 * The failure behind whatever a call of ccxt threw.
 *
 * @param {unknown} error What was thrown.
 * @param {object} [exchange] Tells how long to wait after too many requests.
 * @returns {ConnectorFailure}
 */
export function failureOf(error, exchange) {
  if (error instanceof ConnectorFailure) {
    return error;
  }
  const text = withoutSecrets(String(error?.message ?? error)).slice(0, LONGEST_MESSAGE);
  if (error instanceof ccxt.BadSymbol) {
    return new ConnectorFailure("INVALID_SYMBOL", text);
  }
  if (error instanceof ccxt.AuthenticationError) {
    return new ConnectorFailure("AUTHENTICATION", text);
  }
  if (error instanceof ccxt.DDoSProtection || error instanceof ccxt.RateLimitExceeded) {
    const wait = Number(exchange?.last_response_headers?.["Retry-After"] ?? exchange?.last_response_headers?.["retry-after"]);
    return new ConnectorFailure("RATE_LIMITED", text, { retryable: true, retryAfterSeconds: wait > 0 ? wait : undefined });
  }
  if (GEO_BLOCK.test(text)) {
    return new ConnectorFailure("UNAVAILABLE", `${text}. The exchange does not serve this country; use another exchange.`);
  }
  if (error instanceof ccxt.RequestTimeout) {
    return new ConnectorFailure("TIMEOUT", text, { retryable: true });
  }
  if (error instanceof ccxt.NetworkError) {
    return new ConnectorFailure("UNAVAILABLE", text, { retryable: true });
  }
  if (error instanceof ccxt.NullResponse || error instanceof ccxt.BadResponse || error instanceof SyntaxError) {
    return new ConnectorFailure("MALFORMED", text, { retryable: true });
  }
  if (error instanceof ccxt.NotSupported || error instanceof ccxt.BadRequest || error instanceof ccxt.ArgumentsRequired) {
    return new ConnectorFailure("UNSUPPORTED", text);
  }
  if (error instanceof ccxt.BaseError) {
    return new ConnectorFailure("UNAVAILABLE", text);
  }
  return new ConnectorFailure("INTERNAL", `The connector failed: ${text}`);
}
