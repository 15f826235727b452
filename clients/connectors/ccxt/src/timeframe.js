/** Lengths of candles. */

const UNITS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** True for timeframes the server knows: `1m`, `4h`, `1d`, `1w`, `1M`. */
export const isTimeframe = (text) => /^[1-9][0-9]*[smhdw]$/.test(text) || text === "1M";

/** When the candle that opens then closes, UNIX milliseconds. */
export function closeOf(timeframe, open) {
  if (timeframe === "1M") {
    const date = new Date(open);
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
  }
  return open + lengthOf(timeframe);
}

/** Length in milliseconds; 30 days for a month. */
export const lengthOf = (timeframe) =>
  timeframe === "1M" ? 30 * UNITS.d : Number(timeframe.slice(0, -1)) * UNITS[timeframe.at(-1)];
