// What the server of this stage can say: PING, ECHO, HELLO, QUIT, and that it does not know the rest.
// Later stages look commands up in a table; with four of them a row of `if` is plainer.
// Each reply and text is redis-server 7.0.15's.

import type { Args } from './args.ts';
import { ReplyError } from './errors.ts';
import type { ReplyWriter } from './reply-writer.ts';
import type { Session } from './session.ts';

/** The Redis that we behave like: clients choose by it what they may send. */
export const REDIS_VERSION = '7.0.15';

/** Most characters of a name, and of all arguments together, that an error repeats. */
const SHOWN = 128;

/**
 * Answers one request of `session`.
 * @exercise 2.7 Say something
 * @tests core/commands
 * @tests 02/commands
 * @tests 02/requests
 * @hint The name decides, in any case; the number of arguments is checked before anything is done.
 * @hint Redis's words are part of its interface: wrongArity and unknownCommand hold them. HELLO checks all of its options
 *   before it changes the protocol, so a bad one leaves the client as it was.
 * @hint respond: args.at(0).is("PING") and so on, else throw unknownCommand(args). ping: PONG, or its argument as a bulk.
 *   quit: OK, then session.closing. hello: version by protocolVersion(args) or as it is; options AUTH user password and
 *   SETNAME name; then set the protocol and describeServer.
 */
export function respond(args: Args, session: Session): void {
  const name = args.at(0);
  if (name.is('PING')) ping(args, session.output);
  else if (name.is('ECHO')) echo(args, session.output);
  else if (name.is('HELLO')) hello(args, session);
  else if (name.is('QUIT')) quit(session);
  else throw unknownCommand(args);
}

/**
 * PING [message]
 * @exercise 2.7
 */
function ping(args: Args, reply: ReplyWriter): void {
  if (args.count > 2) throw wrongArity('ping');
  if (args.count === 1) reply.status('PONG');
  else reply.bulk(args.at(1));
}

/**
 * ECHO message
 * @exercise 2.7
 */
function echo(args: Args, reply: ReplyWriter): void {
  if (args.count !== 2) throw wrongArity('echo');
  reply.bulk(args.at(1));
}

/**
 * QUIT
 * @exercise 2.7
 */
function quit(session: Session): void {
  session.output.ok();
  session.closing = true;
}

/**
 * HELLO [protover [AUTH username password] [SETNAME clientname]]
 * There is no password to check yet: user `default` may say any, all others get wrongPassword(). A name is checked and not kept.
 * Another option, or one that lacks its words: `ERR Syntax error in HELLO option 'FOO'`, as far as it is `shown`.
 * @exercise 2.7
 */
function hello(args: Args, session: Session): void {
  const protocol = args.count > 1 ? protocolVersion(args) : session.output.protocol;
  for (let i = 2; i < args.count; i++) {
    const option = args.at(i);
    const following = args.count - 1 - i;
    if (option.is('AUTH') && following >= 2) {
      // There is no password to check yet: the default user may say anything, as on a Redis without requirepass.
      if (!args.at(i + 1).equals('default')) throw wrongPassword();
      i += 2;
    } else if (option.is('SETNAME') && following >= 1) {
      clientName(args.at(i + 1).text()); // nothing here shows it yet
      i += 1;
    } else {
      throw new ReplyError(`ERR Syntax error in HELLO option '${shown(option.text(SHOWN))}'`);
    }
  }
  session.output.protocol = protocol;
  describeServer(session.output, REDIS_VERSION, session.connection?.id ?? 0);
}

/** What HELLO's first argument asks for. @throws ReplyError */
export function protocolVersion(args: Args): 2 | 3 {
  const version = args.at(1).integer();
  if (version === undefined) {
    throw new ReplyError('ERR Protocol version is not an integer or out of range');
  }
  if (version !== 2 && version !== 3) throw new ReplyError('NOPROTO unsupported protocol version');
  return version;
}

/** A name for CLIENT LIST, where blanks separate fields. @throws ReplyError */
export function clientName(text: string): string {
  if (/^[!-~]*$/.test(text)) return text;
  throw new ReplyError('ERR Client names cannot contain spaces, newlines or special characters.');
}

/** What HELLO answers, in the protocol that it has chosen. */
export function describeServer(reply: ReplyWriter, version: string, clientId: number): void {
  reply.map(7);
  reply.bulk('server');
  reply.bulk('redis');
  reply.bulk('version');
  reply.bulk(version);
  reply.bulk('proto');
  reply.integer(reply.protocol);
  reply.bulk('id');
  reply.integer(clientId);
  reply.bulk('mode');
  reply.bulk('standalone');
  reply.bulk('role');
  reply.bulk('master');
  reply.bulk('modules');
  reply.array(0);
}

/** `ERR unknown command 'foo', with args beginning with: 'bar' 'baz' ` */
export function unknownCommand(args: Args): ReplyError {
  let list = '';
  for (let i = 1; i < args.count && list.length < SHOWN; i++) {
    list += `'${shown(args.at(i).text(SHOWN), SHOWN - list.length)}' `;
  }
  const name = shown(args.at(0).text(SHOWN));
  return new ReplyError(`ERR unknown command '${name}', with args beginning with: ${list}`);
}

/** `name` in lower case, with its subcommand if it has one: `config|get`. */
export function wrongArity(name: string): ReplyError {
  return new ReplyError(`ERR wrong number of arguments for '${name}' command`);
}

function wrongPassword(): ReplyError {
  return new ReplyError('WRONGPASS invalid username-password pair or user is disabled.');
}

/** Text of a client in an error: cut at `most` characters and, because Redis prints it as a C string, at the first zero byte. */
export function shown(text: string, most = SHOWN): string {
  return (text.split('\0', 1)[0] as string).slice(0, most);
}
