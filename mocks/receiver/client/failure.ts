/** The Receiver stops what it was about to do; the message says why, for its log. */
export class GivenUp extends Error {
  override name = 'GivenUp';
}

/** The Transmitter no longer knows the Receiver's own stream (404, 410). */
export class StreamGone extends GivenUp {
  override name = 'StreamGone';
}

/** What the Transmitter told does not hold, so that nothing of it may be used (SSF 7.2.4, 8.1.1.1). */
export class Untrusted extends GivenUp {
  override name = 'Untrusted';
}

/** No answer came: no connection, no good certificate, time-out, too long a body. */
export class NoAnswer extends Error {
  override name = 'NoAnswer';
}

/** The other side could not show who it is; nothing was sent, and the next attempt would fare no better. */
export class BadCertificate extends NoAnswer {
  override name = 'BadCertificate';
}

/** What came instead of an answer. */
export function toNoAnswer(error: unknown): NoAnswer {
  const { code = '' } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  const reason = reasonOf(error);
  return isCertificateCode(code) ? new BadCertificate(reason) : new NoAnswer(reason);
}

/** Codes of node:tls for chains, names and versions that are not accepted. */
function isCertificateCode(code: string): boolean {
  return /CERT|SELF_SIGNED|^UNABLE_TO_|^HOSTNAME_|^ERR_(TLS|SSL)_|^EPROTO$/.test(code);
}

/** The first cause in words; undici wraps errors in errors without messages. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  return error.message || (error.cause === undefined ? error.name : reasonOf(error.cause));
}
