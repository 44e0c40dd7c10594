// Proves that imports run downward only: `npm test` runs it, and so does `node scripts/check-imports.mjs`.

import { checkImports } from './import-rules.mjs';
import { root } from './paths.mjs';

const { files, problems } = checkImports(root);
for (const { file, line, message } of problems) console.log(`${file}:${line}  ${message}`);
console.log(`${files} files, ${problems.length} against the rules`);
process.exitCode = problems.length === 0 ? 0 : 1;
