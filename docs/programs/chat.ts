// A room in which everybody hears what one says: a challenge of chapter 03. `SAY text`

import { type Args, ReplyError, respond, Session } from '@byor/03-event-loop';

export class Room {
  readonly #guests = new Set<Guest>();

  /** A session for somebody who comes in. */
  enter(): Session {
    const guest = new Guest(
      (args, session) => this.#execute(args, session),
      () => {
        this.#guests.delete(guest);
      },
    );
    this.#guests.add(guest);
    return guest;
  }

  #execute(args: Args, session: Session): void {
    if (!args.at(0).is('SAY')) {
      respond(args, session);
      return;
    }
    if (args.count !== 2) throw new ReplyError("ERR wrong number of arguments for 'say' command");
    const text = args.at(1).copy(); // the view is gone when this returns; others hear it later
    for (const guest of this.#guests) {
      if (guest === session) continue;
      guest.output.bulk(text);
      guest.connection?.flush();
    }
    session.output.integer(this.#guests.size - 1);
  }
}

class Guest extends Session {
  readonly #left: () => void;

  constructor(execute: (args: Args, session: Session) => void, left: () => void) {
    super(execute);
    this.#left = left;
  }

  override closed(): void {
    this.#left();
  }
}
