/** A mistake or an obstacle that the user can do something about: shown without a stack trace. */
export class UserError extends Error {}
