// What a module imports and exports, and where a name really comes from: through files that only hand on what others export.

import { readFileSync } from 'node:fs';
import { parseSync } from 'oxc-parser';
import type { Workspace } from './workspace.ts';

/** One name of an import or of a re-export. */
export interface ImportedName {
  /** As it is exported there; '*' for all of it, 'default' for the default. */
  readonly imported: string;
  readonly local: string;
  readonly isType: boolean;
}

/** A statement that refers to another module. */
export interface Reference {
  readonly start: number;
  readonly end: number;
  readonly specifier: string;
  readonly keyword: 'import' | 'export' | 'dynamic';
  readonly isType: boolean;
  /** Empty for `import './x.ts'`; for `export *` one that is '*'. */
  readonly names: readonly ImportedName[];
}

export interface SourceModule {
  readonly file: string;
  readonly text: string;
  readonly references: readonly Reference[];
  /** Names that it exports of its own. */
  readonly own: ReadonlySet<string>;
  /** Nothing in it but re-exports: it has no place in a project without packages. */
  readonly isBarrel: boolean;
}

export interface Origin {
  readonly file: string;
  readonly name: string;
}

export class Modules {
  readonly workspace: Workspace;
  readonly #known = new Map<string, SourceModule>();

  constructor(workspace: Workspace) {
    this.workspace = workspace;
  }

  read(file: string): SourceModule {
    let module = this.#known.get(file);
    if (module === undefined) {
      module = parse(file, readFileSync(file, 'utf8'));
      this.#known.set(file, module);
    }
    return module;
  }

  /** Where the name that `file` exports is declared. @throws Error when it is nowhere */
  origin(file: string, name: string): Origin {
    const found = this.#find(file, name);
    if (found === undefined) throw new Error(`${file} exports no ${name}`);
    return found;
  }

  /** Every name that a file exports, its own and those of others. */
  exportsOf(file: string): string[] {
    const { own, references } = this.read(file);
    const names = new Set(own);
    for (const { keyword, specifier, names: some } of references) {
      if (keyword !== 'export') continue;
      const target = this.workspace.resolve(specifier, file);
      for (const { imported, local } of some) {
        if (imported !== '*') names.add(local);
        else if (target !== undefined) for (const each of this.exportsOf(target)) names.add(each);
      }
    }
    return [...names];
  }

  /** A name that is written out wins over one that comes with a star, as the language has it. */
  #find(file: string, name: string): Origin | undefined {
    const { own, references } = this.read(file);
    if (own.has(name)) return { file, name };
    const handedOn = references.filter(({ keyword }) => keyword === 'export');
    for (const { specifier, names } of handedOn) {
      const target = this.workspace.resolve(specifier, file);
      const named = names.find(({ imported, local }) => local === name && imported !== '*');
      if (named !== undefined && target !== undefined) return this.#find(target, named.imported);
    }
    for (const { specifier, names } of handedOn) {
      const target = this.workspace.resolve(specifier, file);
      const isWhole = names.some(({ imported }) => imported === '*');
      const through = isWhole && target !== undefined && this.#find(target, name);
      if (through) return through;
    }
    return undefined;
  }
}

function parse(file: string, text: string): SourceModule {
  const { module, program, errors } = parseSync(file, text);
  if (errors[0]) throw new Error(`${file}: ${errors[0].message}`);
  const references: Reference[] = [];
  const own = new Set<string>();
  for (const { start, end, moduleRequest, entries } of module.staticImports) {
    const names = entries.map(({ importName, localName, isType }) => ({
      imported: importName.kind === 'NamespaceObject' ? '*' : (importName.name ?? 'default'),
      local: localName.value,
      isType,
    }));
    references.push(reference(text, 'import', { start, end }, moduleRequest.value, names));
  }
  for (const { start, end, entries } of module.staticExports) {
    const [first] = entries;
    if (first?.moduleRequest) {
      const names = entries.map(({ importName, exportName, isType }) => ({
        imported: importName.name ?? '*',
        local: exportName.name ?? '*',
        isType,
      }));
      references.push(reference(text, 'export', { start, end }, first.moduleRequest.value, names));
    } else for (const { exportName } of entries) own.add(exportName.name ?? 'default');
  }
  for (const { start, end, moduleRequest } of module.dynamicImports) {
    const literal = /^(['"])(.*)\1$/.exec(text.slice(moduleRequest.start, moduleRequest.end))?.[2];
    if (literal) references.push(reference(text, 'dynamic', { start, end }, literal, []));
  }
  const isBarrel =
    program.body.length > 0 &&
    program.body.every((node) => node.type.startsWith('Export') && 'source' in node && node.source);
  return { file, text, references, own, isBarrel };
}

function reference(
  text: string,
  keyword: Reference['keyword'],
  { start, end }: { start: number; end: number },
  specifier: string,
  names: readonly ImportedName[],
): Reference {
  const isType = /^(import|export)\s+type\b/.test(text.slice(start, end));
  return { start, end, specifier, keyword, isType, names };
}
