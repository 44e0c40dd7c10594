// INFO: its sections, and how a later stage's figures take the place of the zeros.

import { expect, test } from 'vitest';
import { InfoSections } from '../../src/engine/info-sections.ts';
import { startEngine } from '../engine/talk.ts';

const titles = (text: string) => [...text.matchAll(/^# (\S+)/gm)].map(([, title]) => title);

test('a bare INFO leaves out what is long; all shows it', () => {
  const client = startEngine().connect();
  const usual = titles(client.say('INFO'));
  expect(usual).toEqual([
    'Server',
    'Clients',
    'Memory',
    'Persistence',
    'Stats',
    'Replication',
    'CPU',
    'Modules',
    'Errorstats',
    'Cluster',
    'Keyspace',
  ]);
  expect(titles(client.say('INFO default'))).toEqual(usual);
  expect(titles(client.say('INFO everything'))).toContain('Commandstats');
  expect(titles(client.say('INFO all SERVER'))).toHaveLength(usual.length + 1);
  expect(titles(client.say('INFO KeySpace server'))).toEqual(['Server', 'Keyspace']);
  expect(client.say('INFO nosuch')).toBe('$0\r\n\r\n');
});

test('figures follow what happened', () => {
  const { clock, connect } = startEngine({ maxclients: '77' });
  const client = connect();
  connect();
  client.say('SET a 1');
  client.say('GET a');
  client.say('GET b');
  client.say('SELECT 3');
  client.say('SET b 2');
  client.say('INCR');
  clock.nowMs += 2 * 86_400_000;
  const info = client.say('INFO all');
  for (const field of [
    'connected_clients:2',
    'maxclients:77',
    'uptime_in_seconds:172800',
    'uptime_in_days:2',
    'total_connections_received:2',
    'total_commands_processed:5',
    'keyspace_hits:1',
    'keyspace_misses:1',
    'total_error_replies:1',
    'errorstat_ERR:count=1',
    'db0:keys=1,expires=0,avg_ttl=0',
    'db3:keys=1,expires=0,avg_ttl=0',
    'rdb_changes_since_last_save:2',
  ]) {
    expect(info).toContain(`\r\n${field}\r\n`);
  }
  expect(info).toMatch(
    /cmdstat_get:calls=2,usec=0,usec_per_call=0.00,rejected_calls=0,failed_calls=0/,
  );
  expect(info).toMatch(/cmdstat_incr:calls=0,.*rejected_calls=1/);
});

test('a later source of a section replaces fields by name and adds others', () => {
  const sections = new InfoSections();
  sections.add('One', () => ({ a: 1, b: 0 }));
  sections.add('Two', () => ({ c: 3 }));
  sections.add('One', () => ({ b: 2, d: 4 }));
  expect(sections.text(() => true)).toBe('# One\r\na:1\r\nb:2\r\nd:4\r\n\r\n# Two\r\nc:3\r\n');
});
