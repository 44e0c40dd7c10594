// Colour where a person looks: a terminal, unless NO_COLOR is set; FORCE_COLOR asks for it elsewhere.

const { NO_COLOR, FORCE_COLOR } = process.env;

export const colored = NO_COLOR
  ? false
  : FORCE_COLOR
    ? FORCE_COLOR !== '0'
    : process.stdout.isTTY === true;

/** @param {number} code SGR @param {string} text */
const paint = (code, text) => (colored ? `\x1b[${code}m${text}\x1b[0m` : text);

/** @param {string} text */
export const bold = (text) => paint(1, text);
/** @param {string} text */
export const dim = (text) => paint(2, text);
/** @param {string} text */
export const red = (text) => paint(31, text);
/** @param {string} text */
export const green = (text) => paint(32, text);
/** @param {string} text */
export const cyan = (text) => paint(36, text);
