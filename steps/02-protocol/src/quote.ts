// Bytes as a person can read them: the writing to which inline.ts is the reading. In redis-cli's replies and in MONITOR.
// Text here is one character a byte (latin1).

const SHORT_ESCAPES: Record<string, string> = {
  '\\': '\\\\',
  '"': '\\"',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\x07': '\\a',
  '\b': '\\b',
};

/** In double quotes, with what cannot be printed as an escape that `splitInline` reads back. */
export function quote(text: string): string {
  return `"${text.replace(/["\\]|[^ -~]/g, escapeByte)}"`;
}

/** Bytes that cannot be printed, as escapes; quotes and backslashes as they are. */
export function visible(text: string): string {
  return text.replace(/[^ -~]/g, escapeByte);
}

function escapeByte(char: string): string {
  return SHORT_ESCAPES[char] ?? `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
