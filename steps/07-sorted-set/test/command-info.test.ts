import { describeCommandTables } from '@byor/06-aof/testing/command-tables';
import { startEngine } from './talk.ts';

describeCommandTables(startEngine(), [
  'zincrby zrem zcard zscore zmscore zrank zrevrank zcount zlexcount',
  'zrange zrangestore zrangebyscore zrevrangebyscore zrangebylex zrevrangebylex zrevrange',
  'zremrangebyrank zremrangebyscore zremrangebylex zpopmin zpopmax zmpop zrandmember zscan',
  'zunion zinter zdiff zunionstore zinterstore zdiffstore zintercard',
]);
