// Pretends to run where there are no system calls for us.
Object.defineProperty(process, 'platform', { value: 'win32' });
const { socket, supported, unsupportedReason } = await import('../../src/index.ts');
console.log(supported, unsupportedReason);
try {
  socket(2);
} catch (error) {
  console.log(String(error));
}
