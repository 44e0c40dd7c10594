// Starts the server where there are no system calls for us, as on Windows.
Object.defineProperty(process, 'platform', { value: 'win32' });
await import('../../src/main.ts');
