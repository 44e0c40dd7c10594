// Passwords: AUTH, HELLO AUTH, and what a stranger may not do.

import { anything, error, ok, status, type WireContext, wire } from '@byor/spec';

const noAuth = error('NOAUTH Authentication required.');
const wrongPass = error('WRONGPASS invalid username-password pair or user is disabled.');
const helloFirst = error(/^NOAUTH HELLO must be called with the client already authenticated/);

/** Sets a password for the time of the case, and connects as somebody who does not have it yet. */
async function locked({ client, connect, after }: WireContext) {
  await client.call('CONFIG', 'SET', 'requirepass', 'sesame').expect(ok);
  after(() => client.call('CONFIG', 'SET', 'requirepass', '').expect(ok));
  return connect();
}

export const cases = [
  wire('without-password', 'AUTH without a password configured says so', [
    [
      'AUTH sesame',
      error(
        'ERR AUTH <password> called without any password configured for the default user. ' +
          'Are you sure your configuration is correct?',
      ),
    ],
    ['AUTH default anything', ok],
    ['AUTH nobody anything', wrongPass],
    ['AUTH a b c', error('ERR syntax error')],
    ['AUTH', error("ERR wrong number of arguments for 'auth' command")],
  ]),

  wire('strangers', 'a stranger may authenticate, and nothing else', async (context) => {
    const stranger = await locked(context);
    await stranger.call('PING').expect(noAuth);
    await stranger.call('GET', 'k').expect(noAuth);
    await stranger.call('CLIENT', 'ID').expect(noAuth);
    await stranger.call('AUTH', 'Sesame').expect(wrongPass);
    await stranger.call('AUTH', 'other', 'sesame').expect(wrongPass);
    await stranger.call('GET', 'k').expect(noAuth);
    await stranger.call('AUTH', 'sesame').expect(ok);
    await stranger.call('PING').expect(status('PONG'));
  }),

  wire(
    'order',
    'what is no command, or called wrongly, is told to strangers too',
    async (context) => {
      const stranger = await locked(context);
      await stranger.call('FOO').expect(error(/^ERR unknown command 'FOO'/));
      await stranger.call('GET').expect(error("ERR wrong number of arguments for 'get' command"));
      await stranger
        .call('CLIENT', 'FOO')
        .expect(error("ERR unknown subcommand 'FOO'. Try CLIENT HELP."));
    },
    { cause: 'the password is checked before the name and the arity' },
  ),

  wire('hello-auth', 'HELLO AUTH authenticates and chooses the protocol', async (context) => {
    const stranger = await locked(context);
    await stranger.call('HELLO').expect(helloFirst);
    await stranger.call('HELLO', 3).expect(helloFirst);
    await stranger.call('HELLO', 3, 'SETNAME', 'bob').expect(helloFirst);
    await stranger.call('HELLO', 3, 'AUTH', 'default', 'wrong').expect(wrongPass);
    await stranger.call('HELLO', 3, 'AUTH', 'default', 'sesame', 'SETNAME', 'bob').expect(anything);
    await stranger.call('CLIENT', 'GETNAME').expect('bob');
  }),

  wire('reset-forgets', 'RESET takes the authentication back', async (context) => {
    const stranger = await locked(context);
    await stranger.call('AUTH', 'default', 'sesame').expect(ok);
    await stranger.call('RESET').expect(status('RESET'));
    await stranger.call('PING').expect(noAuth);
  }),

  wire('who-was-there', 'who was there before the password stays', async (context) => {
    const { client } = context;
    await locked(context);
    await client.call('PING').expect(status('PONG'));
  }),

  wire('small-requests', 'a stranger’s requests are kept small', async (context) => {
    const stranger = await locked(context);
    stranger.send('*11\r\n');
    await stranger.expectRaw('-ERR Protocol error: unauthenticated multibulk length\r\n');
    await stranger.expectClosed();
    const other = await context.connect();
    other.send('*2\r\n$4\r\nAUTH\r\n$16385\r\n');
    await other.expectRaw('-ERR Protocol error: unauthenticated bulk length\r\n');
    await other.expectClosed();
  }),
];
