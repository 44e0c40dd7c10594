// A table of 12 keys (`key:0` to `key:11`, seed 1, 2) as it lies in the middle of growing; test/pictures.test.ts makes it anew.

export const REHASH_INDEX = 3;
export const MAIN = [[], [], [], [1], [5, 3, 4], [], [], [7]];
export const TARGET = [[10], [], [], [], [], [], [8], [11], [2], [0], [6], [9], [], [], [], []];
