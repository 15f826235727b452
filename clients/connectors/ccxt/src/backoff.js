/** Waits, and lengths of waits. */

/**
 * Seconds before the next attempt: doubles with each failure in a row.
 *
 * @param {number} failures Failures in a row, from 1.
 * @param {number} base Seconds after the first failure.
 * @param {number} cap Longest wait in seconds.
 */
export const backoffSeconds = (failures, base, cap = 60) => Math.min(cap, base * 2 ** (failures - 1));

/** Resolves after a time; rejects with the signal's reason when it is aborted before. */
export const sleep = (seconds, signal) =>
  new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const done = () => {
      signal?.removeEventListener("abort", stop);
      resolve();
    };
    const timer = setTimeout(done, seconds * 1000);
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    signal?.addEventListener("abort", stop, { once: true });
  });

/** The outcome of a promise, or a rejection with the signal's reason as soon as it is aborted. */
export const orAborted = (promise, signal) => {
  if (signal.aborted) {
    promise.catch(() => {});
    return Promise.reject(signal.reason);
  }
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
};
