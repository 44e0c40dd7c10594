// Says how far a long run is: in a terminal on one line that is overwritten, elsewhere on a line for each event.

export class Progress {
  #live = process.stdout.isTTY === true;
  #what = '';
  /** @type {string[]} */
  #done = [];

  /** @param {string} what begins */
  start(what) {
    this.#what = what;
    this.#done = [];
    this.#say(what);
  }

  /** @param {string} part has ended */
  done(part) {
    this.#done.push(part);
    this.#say(this.#live ? `${this.#what}; done: ${this.#done.join(', ')}` : `  ${part} done`);
  }

  end() {
    process.stdout.write(this.#live ? '\r\x1b[K' : '\n');
  }

  /** @param {string} line */
  #say(line) {
    const width = process.stdout.columns ?? 80;
    process.stdout.write(this.#live ? `\r\x1b[K${line.slice(0, width - 1)}` : `${line}\n`);
  }
}
