import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { SOCKADDR_BYTES } from '../src/address.ts';
import * as epoll from '../src/epoll.ts';
import { SOCK_CLOEXEC, SOCK_NONBLOCK } from '../src/linux.ts';
import { platform } from '../src/platform.ts';
import * as pollEvents from '../src/poll.ts';
import { SHUT_RDWR, SHUT_WR, SOCK_STREAM } from '../src/socket.ts';

const hasCompiler = spawnSync('cc', ['--version']).status === 0;
const title = 'numbers and layouts are those of the C headers';

/** What we believe, by the C expression that tells. */
function beliefs(): Record<string, number> {
  const { AF_INET, AF_INET6, SOL_SOCKET, O_NONBLOCK, RLIMIT_NOFILE, ...others } = platform;
  const options = Object.entries(others).filter(([name]) => /^(SO|TCP|IPV6)_/.test(name));
  const known: Record<string, number> = {
    ...{ AF_INET, AF_INET6, SOL_SOCKET, O_NONBLOCK, RLIMIT_NOFILE, SOCK_STREAM },
    ...Object.fromEntries(options as [string, number][]),
    ...{ SHUT_WR, SHUT_RDWR, F_GETFL: 3, F_SETFL: 4, F_SETFD: 2, FD_CLOEXEC: 1 },
    ...{ IPPROTO_TCP: 6, IPPROTO_IPV6: 41 },
    ...Object.fromEntries(Object.entries(pollEvents).filter(([name]) => /^POLL[A-Z]/.test(name))),
    'sizeof(struct pollfd)': new pollEvents.PollFds(1).words.byteLength,
    'offsetof(struct pollfd, events)': 4,
    'offsetof(struct pollfd, revents)': 6,
    'sizeof(nfds_t)': platform.nfds === 'unsigned long' ? 8 : 4,
    'sizeof(socklen_t)': 4,
    'sizeof(ssize_t)': 8,
    'sizeof(struct sockaddr_in)': 16,
    'sizeof(struct sockaddr_in6)': SOCKADDR_BYTES,
    'offsetof(struct sockaddr_in, sin_family)': platform.sockaddrHasLength ? 1 : 0,
    'offsetof(struct sockaddr_in, sin_port)': 2,
    'offsetof(struct sockaddr_in, sin_addr)': 4,
    'offsetof(struct sockaddr_in6, sin6_port)': 2,
    'offsetof(struct sockaddr_in6, sin6_addr)': 8,
    'sizeof(struct rlimit)': 16,
    'RLIM_INFINITY == 0xffffffffffffffff': Number(platform.RLIM_INFINITY === 2n ** 64n - 1n),
    'sizeof(struct linger)': 8,
  };
  if (!platform.isLinux) return known;
  const event = new epoll.EpollEvents(1);
  event.set(0, 1, 2, 3);
  return {
    ...known,
    ...{ SOCK_CLOEXEC, SOCK_NONBLOCK, EPOLL_CLOEXEC: SOCK_CLOEXEC },
    ...Object.fromEntries(Object.entries(epoll).filter(([name]) => /^EPOLL[A-Z_]+$/.test(name))),
    '(int)EPOLLET': epoll.EPOLLET,
    'sizeof(struct epoll_event)': event.words.byteLength,
    'offsetof(struct epoll_event, data)': event.words.indexOf(2) * 4,
  };
}

/** What the compiler says of the same expressions. */
function truths(expressions: string[]): Record<string, number> {
  const folder = mkdtempSync(path.join(tmpdir(), 'libc-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const headers = ['fcntl', 'netinet/in', 'netinet/tcp', 'poll', 'stddef', 'stdio'];
  headers.push('sys/resource', 'sys/socket', 'sys/types', 'unistd');
  if (platform.isLinux) headers.push('sys/epoll');
  else expressions = expressions.map((name) => name.replace('TCP_KEEPIDLE', 'TCP_KEEPALIVE'));
  const source = `#define _GNU_SOURCE
${headers.map((name) => `#include <${name}.h>`).join('\n')}
int main(void) {
${expressions.map((text) => `  printf("%lld\\n", (long long)(${text}));`).join('\n')}
}`;
  writeFileSync(path.join(folder, 'truth.c'), source);
  const compiled = spawnSync('cc', ['truth.c', '-o', 'truth'], { cwd: folder, encoding: 'utf8' });
  expect(compiled.stderr).not.toMatch(/error/);
  const { stdout } = spawnSync(path.join(folder, 'truth'), { encoding: 'utf8' });
  const values = stdout.trim().split('\n').map(Number);
  return Object.fromEntries(expressions.map((text, index) => [text, values[index] ?? Number.NaN]));
}

test.skipIf(!hasCompiler)(hasCompiler ? title : `${title} (skipped: no C compiler)`, () => {
  const believed = beliefs();
  delete believed.EPOLLET; // unsigned in C; (int)EPOLLET says the same bits as ours
  expect(Object.values(truths(Object.keys(believed)))).toEqual(Object.values(believed));
});
