// Whether the reader writes the stages themselves: what an exercise asks for is then folded until they ask. It is remembered from
// page to page, and a class on the root of the page says so before anything is drawn (remembered.ts).

import { ref, watch } from 'vue';
import { WRITES_CLASS, WRITES_KEY } from './remembered.ts';

/** False until a page lives: it is built for all readers. */
export const writes = ref(false);

/** Reads what is remembered. */
export function recall(): void {
  writes.value = document.documentElement.classList.contains(WRITES_CLASS);
}

watch(writes, (yes) => {
  document.documentElement.classList.toggle(WRITES_CLASS, yes);
  try {
    localStorage.setItem(WRITES_KEY, String(yes));
  } catch {
    // A browser may keep nothing: then it holds for this page.
  }
});
