// Some tests start processes; on a busy machine those take their time.

export default {
  test: { include: ['tests/*.test.mjs'], testTimeout: 120_000, hookTimeout: 120_000 },
};
