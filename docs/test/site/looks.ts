// How what runs in a page looks: what its bytes mean, and what of it moves.

import { expect } from 'vitest';
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

/** What moves by itself in the figures of the page, drawn and run: nothing, where a reader wants no motion. */
export async function obeysReducedMotion(
  { page }: Visitor,
  usually: 'moves' | 'stands',
): Promise<void> {
  const moving = () =>
    page.locator('figure, figure *').evaluateAll((all) =>
      all.flatMap((element) => {
        const { transitionDuration, transitionProperty, animationName } = getComputedStyle(element);
        const stands =
          /^[0s, ]*$/.test(transitionDuration) ||
          /color|fill|stroke|opacity/.test(transitionProperty);
        return stands && animationName === 'none'
          ? []
          : [`${element.tagName} ${transitionProperty} ${animationName}`];
      }),
    );
  expect((await moving()).length > 0).toBe(usually === 'moves');
  await page.emulateMedia({ reducedMotion: 'reduce' });
  expect(await moving()).toEqual([]);
}
