import { connect, type DetailedPeerCertificate, rootCertificates } from 'node:tls';
import type { ClientCertificate } from '../run-options.ts';

/** What a server showed in a TLS handshake. */
export type Shown =
  | { error: string }
  | {
      error: null;
      /** Why it is not trusted; null when it is, for this host. */
      distrust: string | null;
      /** Common names (or organizations) from its own to the last that is known. */
      chain: string[];
      /** subjectAltName, as node:tls writes it. */
      names: string;
      /** ms since the epoch; NaN where it cannot be read. */
      notAfter: number;
    };

/** Makes a TLS handshake with whatever is at the place, and reads its certificate. `ca`: PEM of a private CA; `clientCertificate`: shown where it asks for one. */
export function showCertificate(
  place: { host: string; port: number },
  { ca, clientCertificate }: { ca?: string | undefined; clientCertificate?: ClientCertificate | undefined },
  timeoutMs: number,
): Promise<Shown> {
  const { host, port } = place;
  return new Promise((resolve) => {
    const finish = (shown: Shown): void => {
      socket.removeAllListeners();
      socket.on('error', () => undefined);
      socket.destroy();
      resolve(shown);
    };
    const socket = connect({
      host,
      port,
      ...(/^[\d.]+$|:/.test(host) ? {} : { servername: host }),
      ...(ca === undefined ? {} : { ca: [...rootCertificates, ca] }),
      ...clientCertificate,
      // To see what is wrong with it; nothing is sent.
      rejectUnauthorized: false,
    });
    socket.setTimeout(timeoutMs, () => finish({ error: `no handshake within ${timeoutMs} ms` }));
    socket.once('error', (error: NodeJS.ErrnoException) => finish({ error: error.code ?? error.message }));
    socket.once('secureConnect', () => {
      const certificate = socket.getPeerCertificate(true);
      // Declared as an Error, but a code where OpenSSL refuses the chain.
      const reason: unknown = socket.authorizationError;
      finish({
        error: null,
        distrust: socket.authorized ? null : String(reason instanceof Error ? reason.message : reason),
        chain: chainOf(certificate),
        names: certificate.subjectaltname ?? '',
        notAfter: Date.parse(certificate.valid_to),
      });
    });
  });
}

/** Certificates that are shown; a chain that is longer is none that anybody made on purpose. */
const LINKS = 8;

function chainOf(leaf: DetailedPeerCertificate): string[] {
  const chain: string[] = [];
  const seen = new Set<string>();
  // What signed itself has itself as issuer.
  for (
    let one: DetailedPeerCertificate | undefined = leaf;
    one !== undefined && !seen.has(one.fingerprint256) && chain.length < LINKS;
    one = one.issuerCertificate
  ) {
    seen.add(one.fingerprint256);
    chain.push(nameOf(one.subject));
  }
  return chain;
}

/** A certificate may have no subject at all, and several values of one kind. */
function nameOf(subject: DetailedPeerCertificate['subject'] | undefined): string {
  const named: unknown = subject?.CN ?? subject?.O;
  return [named].flat().map(String).join(' ') || 'no name';
}
