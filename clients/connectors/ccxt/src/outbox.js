/** Sends messages no faster than the server reads them. */

const LARGEST_QUEUE = 10_000;

/**
 * Writes to a stream while it takes messages, and queues in order while it does not. Of messages with a key only the latest is kept
 * until it can be sent: a forming bar or a book replaces the one before. When the queue is full the stream is given up, so that the
 * connector attaches anew and the server fetches what it missed.
 */
export class Outbox {
  #call;
  #queue = [];
  #latest = new Map();
  #flowing = true;

  constructor(call) {
    this.#call = call;
    call.on("drain", () => this.#flush());
  }

  /**
   * @param {object} message An `AttachRequest`.
   * @param {string} [key] Set for messages that replace each other.
   */
  send(message, key) {
    if (this.#flowing) {
      this.#flowing = this.#call.write(message);
    } else if (key !== undefined) {
      this.#latest.set(key, message);
    } else if (this.#queue.length < LARGEST_QUEUE) {
      this.#queue.push(message);
    } else {
      this.#call.cancel();
    }
  }

  #flush() {
    this.#flowing = true;
    while (this.#flowing && this.#queue.length > 0) {
      this.#flowing = this.#call.write(this.#queue.shift());
    }
    for (const [key, message] of this.#latest) {
      if (!this.#flowing) {
        return;
      }
      this.#latest.delete(key);
      this.#flowing = this.#call.write(message);
    }
  }
}
