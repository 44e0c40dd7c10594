// The command table: how a request finds its command.
// A lookup hashes the name's bytes with the case folded, so no string is made on the way.

import type { Slice } from '@byor/03-event-loop/core';
import { Command, type CommandRow } from './command.ts';

const FOLD = 0x20; // sets the bit that tells 'a' from 'A'; other bytes may collide, never mismatch

export class CommandTable {
  #commands = new Map<string, Command>();
  /** Open addressing, a power of two, at most half full. */
  #slots: (Command | undefined)[] = new Array(64).fill(undefined);
  readonly #container: string | undefined;

  constructor(container?: string) {
    this.#container = container;
  }

  get size(): number {
    return this.#commands.size;
  }

  /** Adds a family. @throws Error when a name is taken: two layers would silently fight over it. */
  define(group: string, rows: readonly CommandRow[]): void {
    for (const row of rows) {
      if (this.#commands.has(row.name)) throw new Error(`command ${row.name} is defined already`);
      this.#put(this.#complete(group, row));
    }
  }

  /** Puts a richer command in the place of an earlier layer's. @throws Error when there is none. */
  replace(group: string, rows: readonly CommandRow[]): void {
    for (const row of rows) {
      if (!this.#commands.has(row.name)) throw new Error(`no command ${row.name} to replace`);
      this.#put(this.#complete(group, row));
    }
  }

  /**
   * The command of that name, in any case.
   * @exercise 4.7 Commands are rows
   * @tests engine/command-table
   * @hint The name comes as bytes, in any mix of cases, with each of a million requests a second. What must not be made
   *   of it?
   * @hint Hash the bytes with the case bit set in each, and look from that slot on, one after the other, until an empty
   *   one: the table is at most half full. Folding makes some bytes alike that are not the same letter, a tab and an I:
   *   so what the hash finds is compared in earnest, with letters alone folded.
   * @hint find: at = foldedHash & mask; go on with (at + 1) & mask; a slot without a command ends it: undefined; one
   *   whose name equalsFolded is it. equalsFolded: the length first; then byte by byte, 0x41 to 0x5a with FOLD, against
   *   charCodeAt.
   */
  find(name: Slice): Command | undefined {
    const { bytes, start, end } = name;
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let at = foldedHash(bytes, start, end) & mask; ; at = (at + 1) & mask) {
      const command = slots[at];
      if (command === undefined || equalsFolded(command.name, bytes, start, end)) return command;
    }
  }

  /** The command of that lower-case name, `client|id` included. */
  get(fullName: string): Command | undefined {
    const [name = '', child] = fullName.split('|');
    const command = this.#commands.get(name);
    return child === undefined ? command : command?.children?.get(child);
  }

  values(): IterableIterator<Command> {
    return this.#commands.values();
  }

  /** Every command, each container followed by its subcommands. */
  *all(): IterableIterator<Command> {
    for (const command of this.#commands.values()) {
      yield command;
      if (command.children !== undefined) yield* command.children.values();
    }
  }

  #complete(group: string, row: CommandRow): Command {
    let children: CommandTable | undefined;
    if (row.subcommands !== undefined) {
      children = new CommandTable(row.name);
      children.define(group, row.subcommands);
    }
    return new Command(row, group, this.#container, children);
  }

  #put(command: Command): void {
    this.#commands.set(command.name, command);
    let size = this.#slots.length;
    while (size < this.#commands.size * 2) size *= 2;
    this.#slots = new Array(size).fill(undefined);
    for (const each of this.#commands.values()) this.#place(each);
  }

  #place(command: Command): void {
    const mask = this.#slots.length - 1;
    let at = hashOfName(command.name) & mask;
    while (this.#slots[at] !== undefined) at = (at + 1) & mask;
    this.#slots[at] = command;
  }
}

// FNV-1a (Fowler, Noll, Vo): names are ours, not a client's, so it needs no key.
function foldedHash(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5;
  for (let at = start; at < end; at++) {
    hash = Math.imul(hash ^ ((bytes[at] as number) | FOLD), 0x01000193);
  }
  return hash >>> 0;
}

function hashOfName(name: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < name.length; at++) {
    hash = Math.imul(hash ^ (name.charCodeAt(at) | FOLD), 0x01000193);
  }
  return hash >>> 0;
}

/** @exercise 4.7 */
function equalsFolded(name: string, bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start !== name.length) return false;
  for (let at = 0; at < name.length; at++) {
    let byte = bytes[start + at] as number;
    if (byte >= 0x41 && byte <= 0x5a) byte |= FOLD;
    if (byte !== name.charCodeAt(at)) return false;
  }
  return true;
}
