// The marks of the exercises stand last in a doc comment: `@exercise 2.3 title`, `@tests …`, `@hint …`.
// They are for the course command (packages/course); the text shows the code without them.

const DOC_COMMENT = /^( *)\/\*\*((?:(?!\*\/)[\s\S])*?)@exercise(?:(?!\*\/)[\s\S])*\*\/\n/gm;

/** The numbers of the exercises that a piece of code is the answer to, each once. */
export const exercisesIn = (code: string): string[] => [
  ...new Set(
    Array.from(code.matchAll(/^ *(?:\/\*)?\*+ @exercise (\d+\.\d+)/gm), ([, id = '']) => id),
  ),
];

/** The same code with its doc comments as they were before somebody made exercises of it. */
export function withoutExerciseMarks(code: string): string {
  return code.replace(DOC_COMMENT, (_, indent: string, before: string) => {
    const lines = before.split('\n').map((line) => line.replace(/^ *\* ?/, '').trimEnd());
    const text = lines.filter((line, at) => line !== '' || (at > 0 && at < lines.length - 1));
    if (text.length === 0) return '';
    if (text.length === 1) return `${indent}/** ${text[0]} */\n`;
    return `${indent}/**\n${text.map((line) => `${indent} * ${line}\n`).join('')}${indent} */\n`;
  });
}
