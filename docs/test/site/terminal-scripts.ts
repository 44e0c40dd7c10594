// What is typed into each stage's terminal. Replies are not written here: they are those of the stage's own server, whose
// wire tests hold them to redis-server's. So nothing stands here whose reply depends on chance or on who is connected.

const STAGE_02 = [
  'PING',
  'PING hello',
  'ECHO "a b"',
  'ECHO',
  'ECHO é',
  'ECHO "\\x00"',
  'FOO bar',
  'HELLO 9',
  '2 PING',
];

const STAGE_04 = [
  'SET greeting hello',
  'GET greeting',
  'APPEND greeting ", world"',
  'GETRANGE greeting 0 -8',
  'GET nothing',
  'INCR visits',
  'INCRBYFLOAT visits 0.5',
  'INCR greeting',
  'MSET a 1 b 2',
  'MGET a b c',
  'TYPE a',
  'OBJECT ENCODING greeting',
  'RENAME nothing else',
  'SCAN x',
  'LCS a b',
  'DEL a b c',
  'SET a',
  'CONFIG GET maxclients',
  'COMMAND COUNT extra',
  'DBSIZE',
];

const STAGE_05 = [
  'SET session ada EXAT 9999999999', // a moment: what is left of a delay would depend on how busy the machine is
  'EXPIRETIME session',
  'EXPIRE session 50 GT',
  'PERSIST session',
  'TTL session',
  'TTL nothing',
  'SET session x PX 0',
  'GETEX session EXAT 1',
  'GET session',
  'PEXPIREAT session x',
];

const STAGE_06 = [
  'SET greeting hello',
  'CONFIG GET appendfsync',
  'SAVE',
  'BGSAVE x',
  'GET greeting',
];

const STAGE_07 = [
  'ZADD race 311 ada 298 grace 305 linus',
  'ZRANK race ada',
  'ZRANGE race 0 -1 WITHSCORES',
  'ZRANGE race (298 310 BYSCORE',
  'ZINCRBY race 10.5 grace',
  'ZADD race x ada',
  'ZADD greeting 1 x',
  'SET greeting hello',
  'ZADD greeting 1 x',
  'ZPOPMIN race',
  'ZCOUNT race -inf +inf',
  'HELLO 3 SETNAME "a b"',
];

export const SCRIPTS: Readonly<Record<string, readonly string[]>> = {
  '02': STAGE_02,
  '03': STAGE_02,
  '04': STAGE_04,
  '05': STAGE_05,
  '06': STAGE_06,
  '07': STAGE_07,
};
