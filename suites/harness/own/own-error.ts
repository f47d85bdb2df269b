/** A module of the tester's cannot be used; the message says which, where and why. */
export class OwnError extends Error {
  override readonly name = 'OwnError';
}
