// How what runs in a page looks: what its bytes mean, and what of it moves.

import { expect } from 'vitest';
import { violations } from './axe.ts';
import type { Visitor } from './visitor.ts';

/** What each byte or token is said to be, by what colours it. */
export const meanings = ({ root }: Visitor, selector: string): Promise<string[]> =>
  root
    .locator(selector)
    .evaluateAll((all) =>
      all.map((each) => [...each.classList].find((name) => name.startsWith('b-'))?.slice(2) ?? ''),
    );

/** The different colours that bytes of these meanings have. */
export async function colours({ root }: Visitor, meanings: readonly string[]): Promise<string[]> {
  const found = await root.evaluate(
    (wire, names) =>
      names.map(
        (name) => getComputedStyle(wire.querySelector(`.replies .b-${name}`) as Element).color,
      ),
    meanings,
  );
  return [...new Set(found)];
}

interface Watched extends Element {
  /** What has begun to move, by the property that changes. */
  moved?: string[];
}

/**
 * `act` changes what is shown, differently each time it is called. It moves on its way there or not (`usually`), and never
 * where a reader wants no motion. Colours do not move.
 */
export async function obeysReducedMotion(
  { page, root }: Visitor,
  usually: 'moves' | 'stands',
  act: (time: number) => Promise<void>,
): Promise<void> {
  await root.evaluate((figure: Watched) => {
    const add = (what: string) => {
      if (!/color|opacity|fill|stroke|background|shadow|outline/.test(what))
        figure.moved?.push(what);
    };
    figure.addEventListener('transitionrun', (event) =>
      add((event as TransitionEvent).propertyName),
    );
    figure.addEventListener('animationstart', (event) =>
      add((event as AnimationEvent).animationName),
    );
  });
  const movedBy = async (time: number) => {
    await root.evaluate((figure: Watched) => {
      figure.moved = [];
    });
    await act(time);
    return root.evaluate(async (figure: Watched) => {
      // What begins to move says so in the next frame.
      for (let frames = 0; frames < 2; frames++)
        await new Promise((drawn) => requestAnimationFrame(drawn));
      return figure.moved ?? [];
    });
  };
  const moved = await movedBy(1);
  expect(moved.length > 0).toBe(usually === 'moves');
  await page.emulateMedia({ reducedMotion: 'reduce' });
  expect(await movedBy(2)).toEqual([]);
}

const WIDTHS = [1280, 390];

/** As it is now: nothing for axe to complain of, and nothing cut off at its side, on a desk and on a telephone. */
export async function expectReadable({ page, root }: Visitor): Promise<void> {
  expect(await violations(root)).toEqual([]);
  const usual = page.viewportSize();
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 844 });
    const cutOff = () =>
      root.evaluate((figure) =>
        Math.max(
          ...[figure, ...figure.querySelectorAll('.vis-body')].map(
            ({ scrollWidth, clientWidth }) => scrollWidth - clientWidth,
          ),
        ),
      );
    // Pictures are drawn anew once they have heard of their width.
    await expect.poll(cutOff, { message: `${width} pixels wide` }).toBe(0);
  }
  if (usual) await page.setViewportSize(usual);
}
