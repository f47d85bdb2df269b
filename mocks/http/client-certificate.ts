import { createHash, X509Certificate } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';

/** The certificate with which a client has shown itself in the handshake. */
export interface ClientCertificate {
  /** SHA-256 of the DER form, base64url: what `cnf.x5t#S256` of a bound token holds (RFC 8705 section 3.1). */
  thumbprint: string;
  /** The distinguished name, most significant part first, one part per line, as node:crypto writes it. */
  subject: string;
  /** Whether it chains to an authority that the listener trusts for clients, and is in force. */
  isTrusted: boolean;
  pem: string;
}

const certificates = new WeakMap<Request, ClientCertificate>();

/** With which certificate the client of a request showed itself; null without one, and where no socket was in between. */
export function clientCertificateOf(request: Request): ClientCertificate | null {
  return certificates.get(request) ?? null;
}

/** Keeps the certificate of the connection on which a message came, if there is one. */
export function keepClientCertificate(request: Request, { socket }: IncomingMessage): void {
  if (!(socket instanceof TLSSocket)) return;
  const certificate = socket.getPeerX509Certificate();
  if (certificate === undefined) return;
  certificates.set(request, {
    thumbprint: thumbprint(certificate),
    subject: certificate.subject,
    isTrusted: socket.authorized,
    pem: certificate.toString(),
  });
}

/** RFC 8705 section 3.1: SHA-256 of a certificate (PEM or parsed), base64url without padding. */
export function thumbprint(certificate: X509Certificate | string): string {
  const parsed = typeof certificate === 'string' ? new X509Certificate(certificate) : certificate;
  return createHash('sha256').update(parsed.raw).digest('base64url');
}
