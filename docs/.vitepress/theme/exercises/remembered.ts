// Under which name a browser remembers that its reader writes, and how a page shows it.

export const WRITES_KEY = 'byor-writes';
export const WRITES_CLASS = 'writes';

/** Runs before the page is drawn, so that nothing moves. */
export const RECALL = `try{localStorage.getItem('${WRITES_KEY}')==='true'&&document.documentElement.classList.add('${WRITES_CLASS}')}catch{}`;
