// Refuses a Node that is too old, in words, before a newer feature fails in its own.

import { readFileSync } from 'node:fs';

/** The oldest Node that package.json allows, as [major, minor]. */
export function oldestNode() {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return manifest.engines.node.replace('>=', '').split('.').map(Number);
}

/**
 * What is wrong with this version of Node, or undefined.
 * @param {string} version such as `v20.19.0`
 * @param {number[]} oldest [major, minor]
 */
export function nodeVersionProblem(version, [oldestMajor = 0, oldestMinor = 0] = oldestNode()) {
  const [major = 0, minor = 0] = version.replace('v', '').split('.').map(Number);
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return undefined;
  return (
    `This is Node ${version}; the course needs ${oldestMajor}.${oldestMinor} or newer.\n` +
    'Get the current one from https://nodejs.org (or: nvm install --lts), then run the same command again.'
  );
}
