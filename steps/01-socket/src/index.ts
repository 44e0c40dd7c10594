// Stage 01: a listener and streams over raw descriptors, blocking.

export { type Address, type Endpoint, formatEndpoint, SystemError } from '@byor/libc';
export { echo, serve } from './echo.ts';
export { Listener } from './listener.ts';
export { explain, parsePort } from './start.ts';
export { Stream } from './stream.ts';
