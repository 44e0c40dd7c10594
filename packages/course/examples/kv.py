#!/usr/bin/env python3
"""A server of one's own in another language: strings, as stage 04 wants them, in one file of Python without any package.

It does what the wire cases listed in README.md ask for and no more: no databases, no SCAN, no CLIENT, no INFO.
"""

import asyncio
import shlex
import sys

INT64 = range(-(2**63), 2**63)
keyspace = {}


class Refused(Exception):
    """The command is refused: the text is the whole reply."""


SYNTAX = Refused('ERR syntax error')
NO_INTEGER = Refused('ERR value is not an integer or out of range')


def integer(text):
    """Only the one proper form is an integer: no plus, no blank, no leading zero."""
    try:
        value = int(text)
    except ValueError:
        raise NO_INTEGER from None
    if str(value).encode() != text or value not in INT64:
        raise NO_INTEGER
    return value


class Client(asyncio.Protocol):
    """One connection: bytes come in pieces of any size, replies leave in the order of the requests."""

    def connection_made(self, transport):
        self.transport, self.buffer, self.resp3 = transport, b'', False

    def eof_received(self):
        return False  # what was written still leaves, then the connection is closed

    def data_received(self, data):
        self.buffer += data
        out = bytearray()
        while (request := self.next_request()) is not None:
            if request:
                out += self.answer(request)
        self.transport.write(bytes(out))

    def next_request(self):
        """The next whole request; [] for an empty one, None while bytes are missing. What is half here stays in the buffer."""
        line, found, rest = self.buffer.partition(b'\n')
        if not found:
            return None
        if not line.startswith(b'*'):
            self.buffer = rest
            return [word.encode('latin1') for word in shlex.split(line.decode('latin1'))]
        words, at = [], len(line) + 1
        for _ in range(int(line[1:])):
            end = self.buffer.find(b'\r\n', at)
            if end < 0:
                return None
            start = end + 2
            at = start + int(self.buffer[at + 1 : end]) + 2
            if at > len(self.buffer):
                return None
            words.append(self.buffer[start : at - 2])
        self.buffer = self.buffer[at:]
        return words

    def answer(self, request):
        name, *args = request
        known = COMMANDS.get(name.lower())
        try:
            if known is None:
                raise Refused(f"ERR unknown command '{name.decode('latin1')}', with args beginning with: ")
            run, least, most = known
            if not least <= len(args) <= most:
                raise arity(name)
            return self.encode(run(self, keyspace, *args))
        except Refused as refusal:
            return f'-{refusal}\r\n'.encode('latin1')

    def encode(self, value):
        """A str is a status, bytes are a bulk string, None is nil, a number an integer, a list an array."""
        if value is None:
            return b'_\r\n' if self.resp3 else b'$-1\r\n'
        if isinstance(value, str):
            return f'+{value}\r\n'.encode()
        if isinstance(value, int):
            return b':%d\r\n' % value
        if isinstance(value, list):
            return b'*%d\r\n' % len(value) + b''.join(map(self.encode, value))
        return b'$%d\r\n%s\r\n' % (len(value), value)


def arity(name):
    return Refused(f"ERR wrong number of arguments for '{name.decode('latin1').lower()}' command")


def set_(_, db, key, value, *options):
    words = [word.upper() for word in options]
    if set(words) - {b'NX', b'XX', b'GET'} or {b'NX', b'XX'} <= set(words):
        raise SYNTAX
    old = db.get(key)
    is_met = not (b'NX' in words and old is not None) and not (b'XX' in words and old is None)
    if is_met:
        db[key] = value
    return old if b'GET' in words else 'OK' if is_met else None


def pairs(name, args):
    if len(args) % 2:
        raise arity(name)
    return list(zip(args[::2], args[1::2]))


def msetnx(_, db, *args):
    new = pairs(b'msetnx', args)
    if any(key in db for key, _ in new):
        return 0
    db.update(new)
    return 1


def delete(_, db, *keys):
    return sum(db.pop(key, None) is not None for key in keys)


def increase(db, key, by):
    value = integer(db.get(key, b'0')) + by
    if value not in INT64:
        raise Refused('ERR increment or decrement would overflow')
    db[key] = b'%d' % value
    return value


def decrby(_, db, key, by):
    if integer(by) == INT64.start:
        raise Refused('ERR decrement would overflow')
    return increase(db, key, -integer(by))


def append(_, db, key, tail):
    db[key] = db.get(key, b'') + tail
    return len(db[key])


def getrange(_, db, key, start, end):
    value, first, last = db.get(key, b''), integer(start), integer(end)
    if first < 0 and last < 0 and first > last:
        return b''
    first, last = (at + len(value) if at < 0 else at for at in (first, last))
    return value[max(0, first) : max(0, last) + 1]


def setrange(_, db, key, offset, patch):
    value, at = db.get(key, b''), integer(offset)
    if at < 0:
        raise Refused('ERR offset is out of range')
    if at + len(patch) > 512 * 1024 * 1024:
        raise Refused('ERR string exceeds maximum allowed size (proto-max-bulk-len)')
    if patch:
        db[key] = value = value[:at].ljust(at, b'\0') + patch + value[at + len(patch) :]
    return len(value)


def hello(client, _, version=b'2'):
    client.resp3 = version == b'3'
    return [b'server', b'redis', b'proto', integer(version)]


ANY = 2**31
COMMANDS = {
    b'ping': (lambda c, db, *say: say[0] if say else 'PONG', 0, 1),
    b'echo': (lambda c, db, text: text, 1, 1),
    b'hello': (hello, 0, 1),
    b'flushall': (lambda c, db, *how: db.clear() or 'OK', 0, 1),
    b'set': (set_, 2, ANY),
    b'get': (lambda c, db, key: db.get(key), 1, 1),
    b'getset': (lambda c, db, key, value: (db.get(key), db.update({key: value}))[0], 2, 2),
    b'getdel': (lambda c, db, key: db.pop(key, None), 1, 1),
    b'setnx': (lambda c, db, key, value: msetnx(c, db, key, value), 2, 2),
    b'mset': (lambda c, db, *args: db.update(pairs(b'mset', args)) or 'OK', 2, ANY),
    b'msetnx': (msetnx, 2, ANY),
    b'mget': (lambda c, db, *keys: [db.get(key) for key in keys], 1, ANY),
    b'del': (delete, 1, ANY),
    b'exists': (lambda c, db, *keys: sum(key in db for key in keys), 1, ANY),
    b'incr': (lambda c, db, key: increase(db, key, 1), 1, 1),
    b'decr': (lambda c, db, key: increase(db, key, -1), 1, 1),
    b'incrby': (lambda c, db, key, by: increase(db, key, integer(by)), 2, 2),
    b'decrby': (decrby, 2, 2),
    b'append': (append, 2, 2),
    b'strlen': (lambda c, db, key: len(db.get(key, b'')), 1, 1),
    b'getrange': (getrange, 3, 3),
    b'substr': (getrange, 3, 3),
    b'setrange': (setrange, 3, 3),
}


async def main(port):
    server = await asyncio.get_running_loop().create_server(Client, '127.0.0.1', port)
    host, bound = server.sockets[0].getsockname()
    print(f'Ready to accept connections at {host}:{bound}', flush=True)
    await server.serve_forever()


asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 0))
