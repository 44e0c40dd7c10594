#!/usr/bin/env node
// `byor …`: the course command without npm between. Registers tsx, which runs TypeScript as it stands.

import { register } from 'tsx/esm/api';

register();
await import('../src/main.ts');
