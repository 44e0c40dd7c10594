// Where the source is shown: change it here in a fork. The Pages workflow says it by BYOR_REPOSITORY.

export const REPOSITORY =
  process.env.BYOR_REPOSITORY ?? 'https://github.com/from-socket-to-sorted-set/course';
