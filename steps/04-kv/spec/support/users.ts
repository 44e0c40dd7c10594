// Users for the time of a case.

import { error, ok, type WireContext } from '@byor/spec';

export const noKey = error(
  'NOPERM this user has no permissions to access one of the keys used as arguments',
);

export const noCommand = (name: string) =>
  error(`NOPERM this user has no permissions to run the '${name}' command`);

export const wrongPass = error('WRONGPASS invalid username-password pair or user is disabled.');

/** A user for the time of the case, and a connection that acts for it. */
export async function userClient(context: WireContext, name: string, ...rules: string[]) {
  await define(context, name, ...rules);
  const client = await context.connect();
  await client.call('AUTH', name, 'pw').expect(ok);
  return client;
}

export async function define(
  { client, after, connect }: WireContext,
  name: string,
  ...rules: string[]
) {
  await client.call('ACL', 'SETUSER', name, ...rules).expect(ok);
  after(async () => (await connect()).call('ACL', 'DELUSER', name).value());
}
