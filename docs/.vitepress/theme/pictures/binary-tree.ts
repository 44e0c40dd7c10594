// Where the boxes of a binary tree stand in a drawing.

/** One box. */
export interface DrawnNode {
  readonly id: string;
  /** The id of the one above. */
  readonly parent: string | undefined;
  /** Its middle. */
  readonly x: number;
  readonly y: number;
  readonly title: string;
  readonly note: string;
  readonly tone?: 'lit' | 'cool' | undefined;
  /** The line from a parent that is on it as well is drawn in colour. */
  readonly onPath?: boolean;
  readonly isFaint?: boolean;
  /** A word on top of the box. */
  readonly above?: string | undefined;
}

/** A tree that lies in an array, level by level: the middle of each place's share of the width. */
export function heapPlace(place: number, width: number, levelHeight: number) {
  const level = Math.floor(Math.log2(place + 1));
  const room = width / 2 ** level;
  return { x: room * (place + 1.5 - 2 ** level), y: level * levelHeight };
}
