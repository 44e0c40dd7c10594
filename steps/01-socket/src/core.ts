// What of this stage runs in a page too: there the system calls are those of a kernel in memory.

export { echo, serve } from './echo.ts';
export { Listener } from './listener.ts';
export { Stream } from './stream.ts';
