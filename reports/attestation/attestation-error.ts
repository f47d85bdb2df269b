/** A signature that is not to be relied on. The message is a sentence for people. */
export class AttestationError extends Error {
  override readonly name = 'AttestationError';
  /**
   * `malformed`: it is no JWS of ours. `algorithm`, `unknown-key`, `signature`: it does not hold by the keys that are
   * trusted. `time`: it was made at a time that cannot be.
   */
  readonly code: 'malformed' | 'algorithm' | 'unknown-key' | 'signature' | 'time';

  constructor(code: AttestationError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
