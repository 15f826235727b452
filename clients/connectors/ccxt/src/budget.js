/** Counts the requests of the last window, for the server to show. */
export class RequestCount {
  #times = [];

  /**
   * @param {number} limit Requests a window.
   * @param {number} windowMs Its length.
   * @param {() => number} now
   */
  constructor(limit, windowMs, now = Date.now) {
    Object.assign(this, { limit, windowMs, now });
  }

  add() {
    this.#times.push(this.now());
    this.#forget();
  }

  get used() {
    this.#forget();
    return this.#times.length;
  }

  #forget() {
    const oldest = this.now() - this.windowMs;
    const kept = this.#times.findIndex((time) => time > oldest);
    this.#times.splice(0, kept < 0 ? this.#times.length : kept);
  }
}
