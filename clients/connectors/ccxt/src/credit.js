/** Counts messages of a fetch that may still be sent; taking one waits until there is one. */
export class Credit {
  #left;
  #waiting = [];

  constructor(count) {
    this.#left = count;
  }

  add(count) {
    this.#left += count;
    while (this.#left > 0 && this.#waiting.length > 0) {
      this.#left--;
      this.#waiting.shift()();
    }
  }

  async take(signal) {
    signal.throwIfAborted();
    if (this.#left > 0) {
      this.#left--;
      return;
    }
    await new Promise((resolve, reject) => {
      this.#waiting.push(resolve);
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    });
  }
}
