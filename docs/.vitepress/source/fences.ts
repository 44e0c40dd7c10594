// The fences of a page that name source: ```ts source=steps/01-socket/src/stream.ts#Stream.read
// An attribute may follow: replaces=steps/… names what the piece takes the place of.
// With quote= in the place of source= a piece that stands elsewhere is shown again.

export interface SourceFence {
  readonly language: string;
  /** Relative to the root of the repository. */
  readonly file: string;
  /** `` the whole file, `rest` what no other fence shows of it, else names with commas between. */
  readonly selector: string;
  /** Shown again: its own place is elsewhere. */
  readonly quoted: boolean;
  readonly replaces?: { readonly file: string; readonly selector: string };
}

/** A fence with its place. */
export interface PlacedFence extends SourceFence {
  readonly page: string;
  /** 1-based. */
  readonly line: number;
  /** The headings it stands under: the page's title, and the nearest one. */
  readonly title: string;
  readonly section: string;
}

/** What stands behind the three backticks; undefined for a fence that names no source. */
export function sourceFence(info: string): SourceFence | undefined {
  const [, language, kind, source] = /^(\S+) (source|quote)=(\S+)/.exec(info) ?? [];
  if (language === undefined || source === undefined) return undefined;
  const replaces = / replaces=(\S+)/.exec(info)?.[1];
  return {
    language,
    ...splitReference(source),
    quoted: kind === 'quote',
    ...(replaces === undefined ? {} : { replaces: splitReference(replaces) }),
  };
}

/** At the first `#`: a private member's name holds another one. */
function splitReference(source: string): { file: string; selector: string } {
  const hash = source.indexOf('#');
  if (hash < 0) return { file: source, selector: '' };
  return { file: source.slice(0, hash), selector: source.slice(hash + 1) };
}

/** All such fences of a page, in order. */
export function fencesIn(page: string, text: string): PlacedFence[] {
  const found: PlacedFence[] = [];
  let [title, section] = [page, ''];
  let fenced = false;
  for (const [at, line] of text.split('\n').entries()) {
    const heading = fenced ? null : /^(#{1,4}) (.+?)(?: \{#.+\})?$/.exec(line);
    if (heading?.[1] === '#') title = heading[2] ?? '';
    if (heading) section = heading[2] ?? '';
    if (!line.startsWith('```')) continue;
    const fence = fenced ? undefined : sourceFence(line.slice(3));
    fenced = !fenced;
    if (fence) found.push({ ...fence, page, line: at + 1, title, section });
  }
  return found;
}
