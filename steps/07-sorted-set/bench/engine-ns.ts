import { startEngine } from '../test/talk.ts';
const { engine } = startEngine() as any;
const client = engine.connect();
const req = (...p: string[]) => Buffer.from(`*${p.length}\r\n` + p.map((x) => `$${x.length}\r\n${x}\r\n`).join(''));
let seed = 1;
const rnd = (n: number) => { seed = (Math.imul(seed, 1103515245) + 12345) >>> 0; return Math.floor((seed / 4294967296) * n); };
const pad = (n: number) => String(n).padStart(12, '0');
const make: Record<string, () => Buffer> = {
  PING: () => req('PING'),
  GET: () => req('GET', `key:${pad(rnd(100000))}`),
  SET: () => req('SET', `key:${pad(rnd(100000))}`, 'xxx'),
  INCR: () => req('INCR', `counter:${pad(rnd(100000))}`),
  ZADD: () => req('ZADD', 'myz', pad(rnd(100000)), `element:${pad(rnd(100000))}`),
  ZRANGE: () => req('ZRANGE', 'myz', '0', '99'),
};
const names = (process.argv[2] ?? 'PING,SET,GET,INCR,ZADD,ZRANGE').split(',');
const rounds = Number(process.argv[3] ?? 5);
function run(name: string, n: number) {
  const B = 64; const batches = Math.floor(n / B);
  const data: Buffer[] = [];
  for (let i = 0; i < Math.min(batches, 4000); i++) data.push(Buffer.concat(Array.from({ length: B }, make[name]!)));
  const t = process.cpuUsage();
  const t0 = performance.now();
  for (let i = 0; i < batches; i++) {
    client.input.feed(data[i % data.length]!);
    client.process();
    client.output.consume(client.output.length);
  }
  const ns = ((performance.now() - t0) * 1e6) / (batches * B);
  return ns;
}
for (const name of names) {
  const n = name === 'ZRANGE' ? 60000 : name === 'ZADD' ? 400000 : 1500000;
  const r = Array.from({ length: rounds }, () => run(name, n));
  console.log(name.padEnd(8), Math.min(...r).toFixed(0).padStart(6), 'ns  ', r.map((x) => x.toFixed(0)).join(' '));
}
