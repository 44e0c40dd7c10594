// What INFO shows: sections of `name:value` lines. Any layer adds fields; a later layer's field of the same
// name takes the place of an earlier one's, so what a stage does not have yet reads 0 until it has.

export type InfoFields = Readonly<Record<string, string | number>>;

export class InfoSections {
  /** In the order in which INFO shows them. */
  readonly #sections = new Map<string, { title: string; sources: (() => InfoFields)[] }>();

  /** `title` as INFO prints it: `Clients`; asked for in any case. */
  add(title: string, fields: () => InfoFields): void {
    const name = title.toLowerCase();
    const section = this.#sections.get(name);
    if (section === undefined) this.#sections.set(name, { title, sources: [fields] });
    else section.sources.push(fields);
  }

  /** The sections whose lower-case name `wanted` accepts. */
  text(wanted: (name: string) => boolean): string {
    const shown: string[] = [];
    for (const [name, { title, sources }] of this.#sections) {
      if (!wanted(name)) continue;
      const fields = Object.assign({}, ...sources.map((source) => source())) as InfoFields;
      const lines = Object.entries(fields).map(([field, value]) => `${field}:${value}\r\n`);
      shown.push(`# ${title}\r\n${lines.join('')}`);
    }
    return shown.join('\r\n');
  }
}
