// A quote shows a piece again where it is spoken of: it says where the piece stands, and does not count as shown.

import { anchorOf } from './captions.ts';
import { type Coverage, counts, type FileCoverage } from './coverage.ts';
import { extract } from './extract.ts';
import type { PlacedFence, SourceFence } from './fences.ts';

/** Where a piece of source stands. */
export interface Place {
  readonly page: string;
  readonly anchor: string;
  /** `02 Protocol · 6. Replies` */
  readonly title: string;
}

/**
 * Where the pieces that are quoted stand, each section once.
 * @throws Error for a name that does not exist, and for a line that no page shows
 */
export function placesQuoted({ files }: Coverage, { file, selector }: SourceFence): Place[] {
  const covered = files.find((each) => each.file === file);
  if (covered === undefined) throw new Error(`there is no ${file} to quote in the stages' source`);
  const places = new Map<string, Place>();
  for (const { firstLine, lastLine } of extract(file, covered.lines.join('\n'), selector)) {
    for (let at = firstLine - 1; at < lastLine; at++) {
      if (!counts(covered.lines[at] ?? '')) continue;
      const place = placeOf(covered, at);
      if (place === undefined)
        throw new Error(`quotes line ${at + 1} of ${file}, which no page shows`);
      if (!places.has(place.title)) places.set(place.title, place);
    }
  }
  return [...places.values()];
}

/** `at`: a line, 0-based. */
function placeOf({ file, shownBy, rest }: FileCoverage, at: number): Place | undefined {
  const piece = shownBy[at]?.[0];
  if (piece !== undefined) return placeIn(piece.fence, anchorOf(file, piece.name));
  return rest && placeIn(rest, anchorOf(file, 'rest'));
}

const placeIn = ({ page, title, section }: PlacedFence, anchor: string): Place => ({
  page,
  anchor,
  title: `${title} · ${section}`,
});
