// The orders in which SCAN visits a table's buckets; test/pictures.test.ts compares them with the stage's code.

export const CURSORS_OF_8 = [0, 4, 2, 6, 1, 5, 3, 7];
export const CURSORS_OF_16 = [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15];
