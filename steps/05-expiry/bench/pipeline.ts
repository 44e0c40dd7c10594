// A client that sends many commands at once and tells the replies apart: enough for `+OK`, integers and bulk strings.

import net from 'node:net';

/** null: there is no such key. */
export type Reply = string | null;

export class Pipeline {
  readonly #socket: net.Socket;
  #text = '';
  #replies: Reply[] = [];
  #wanted = 0;
  #settle: { resolve: (replies: Reply[]) => void; reject: (error: Error) => void } | undefined;

  static async to(port: number): Promise<Pipeline> {
    const socket = net.connect(port, '127.0.0.1');
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve).once('error', reject);
    });
    return new Pipeline(socket);
  }

  constructor(socket: net.Socket) {
    this.#socket = socket.setNoDelay(true);
    socket.setEncoding('latin1');
    socket.on('data', (text) => this.#read(String(text)));
    socket.on('close', () => this.#settle?.reject(new Error('the server has gone')));
  }

  /** @throws Error that is the server's, if a reply is one */
  ask(commands: readonly (readonly string[])[]): Promise<Reply[]> {
    this.#wanted = commands.length;
    this.#replies = [];
    this.#socket.write(commands.map(requestOf).join(''), 'latin1');
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
  }

  /** A figure of INFO. */
  async info(field: string): Promise<number> {
    const [text] = await this.ask([['INFO', 'everything']]);
    const found = new RegExp(`^${field}:(\\d+)`, 'm').exec(text ?? '');
    if (found === null) throw new Error(`INFO has no ${field}`);
    return Number(found[1]);
  }

  close(): void {
    this.#settle = undefined;
    this.#socket.destroy();
  }

  #read(text: string): void {
    this.#text += text;
    let at = 0;
    while (this.#replies.length < this.#wanted) {
      const end = this.#text.indexOf('\r\n', at);
      if (end < 0) break;
      const line = this.#text.slice(at + 1, end);
      if (this.#text[at] === '-') {
        this.#settle?.reject(new Error(line));
        return;
      }
      const isBulk = this.#text[at] === '$' && line !== '-1';
      const next = end + 2 + (isBulk ? Number(line) + 2 : 0);
      if (next > this.#text.length) break;
      if (isBulk) this.#replies.push(this.#text.slice(end + 2, next - 2));
      else this.#replies.push(line === '-1' ? null : line);
      at = next;
    }
    this.#text = this.#text.slice(at);
    if (this.#replies.length === this.#wanted) this.#settle?.resolve(this.#replies);
  }
}

function requestOf(command: readonly string[]): string {
  const bulks = command.map((part) => `$${part.length}\r\n${part}\r\n`);
  return `*${command.length}\r\n${bulks.join('')}`;
}
