// What ends a program with one line instead of a stack: the fault is not the program's.

/** Something about the command line or the machine keeps the server from starting, or from going on; the message says what to do. */
export class StartError extends Error {
  override readonly name: string = 'StartError';
}
