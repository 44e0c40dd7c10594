// A mistake or an obstacle that the reader can do something about: shown without a stack, exit code 2.

export class UserError extends Error {
  override name = 'UserError';
}
