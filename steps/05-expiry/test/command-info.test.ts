import { describeCommandTables } from '@byor/04-kv/testing/command-tables';
import { startEngine } from './talk.ts';

describeCommandTables(startEngine(), [
  'set setex psetex getex expire pexpire expireat pexpireat ttl pttl expiretime pexpiretime persist',
]);
