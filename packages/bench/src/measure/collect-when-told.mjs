// Loaded into a stage's process ahead of its program: SIGUSR2 makes V8 collect all that is dead, and says so.
// (Twice: what the first collection finalises, the second one frees.)

process.on('SIGUSR2', () => {
  globalThis.gc();
  globalThis.gc();
  console.log('collected');
});
