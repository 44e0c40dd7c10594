import { startEngine } from '../engine/talk.ts';
import { describeCommandTables } from './command-tables.ts';

describeCommandTables(startEngine(), [
  'get mget mset msetnx setnx getset getdel append strlen getrange substr setrange incr decr',
  'incrby decrby del unlink exists touch type rename renamenx move copy keys scan randomkey',
  'ping echo select auth hello swapdb dbsize flushall flushdb lolwut shutdown info',
  'memory|usage object|encoding slowlog|get command|info command|list latency|reset',
  'client|setname client|reply client|no-evict config|set',
]);
