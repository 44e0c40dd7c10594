// Where programs under test write to: a text.

import { type Output, standardOutput } from '@byor/spec/harness';

export interface Collected extends Output {
  text(): string;
}

export function collected(): Collected {
  let text = '';
  const write = (more: string) => {
    text += more;
  };
  return { ...standardOutput(), isTTY: false, write, text: () => text };
}
