/** Candles as columnar blocks, and times as messages. */

const FIELDS = ["open", "high", "low", "close", "volume"];

/** Fields a candle has, in its order after the time. */
export const candleFields = FIELDS;

/**
 * A `ColumnBlock` of candles: little-endian 64-bit values.
 *
 * @param {import("./history.js").Candle[]} candles
 * @param {string[]} fields Columns wanted.
 */
export function blockOf(candles, fields) {
  const times = Buffer.alloc(8 * candles.length);
  candles.forEach(([open], row) => times.writeBigInt64LE(BigInt(open) * 1_000_000n, 8 * row));
  const columns = fields.map((name) => {
    const values = Buffer.alloc(8 * candles.length);
    const ordinal = FIELDS.indexOf(name) + 1;
    candles.forEach((candle, row) => values.writeDoubleLE(candle[ordinal] ?? NaN, 8 * row));
    return { name, values };
  });
  return { row_count: candles.length, times, columns };
}

/** UNIX milliseconds as a `google.protobuf.Timestamp`. */
export const timestampOf = (milliseconds) => ({
  seconds: Math.floor(milliseconds / 1000),
  nanos: Math.round((milliseconds - 1000 * Math.floor(milliseconds / 1000)) * 1e6),
});

/** A `google.protobuf.Timestamp` as UNIX milliseconds, rounded up: candles before an instant inside a millisecond are not after it. */
export const millisecondsOf = (timestamp) => Number(timestamp.seconds) * 1000 + Math.ceil((timestamp.nanos ?? 0) / 1e6);

/** A candle as a `TickBar`. Absent values stay absent. */
export function tickBarOf([open, ...values], final) {
  const bar = { open_time: timestampOf(open) };
  FIELDS.forEach((name, i) => {
    if (Number.isFinite(values[i])) {
      bar[name] = values[i];
    }
  });
  return { bar, final };
}
