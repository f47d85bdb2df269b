import { X509Certificate } from 'node:crypto';
import { checkServerIdentity, type DetailedPeerCertificate, type TLSSocket } from 'node:tls';
import type { CertificateFailing } from '../exchange.ts';
import { chainFailing } from './chain-of-trust.ts';

/** What OpenSSL says of a chain, by its codes in node:tls. */
const CHAIN_CODES: { pattern: RegExp; kind: CertificateFailing['kind'] }[] = [
  { pattern: /^DEPTH_ZERO_SELF_SIGNED_CERT$/, kind: 'self-signed' },
  {
    pattern:
      /^(SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_|CERT_SIGNATURE_FAILURE|CERT_UNTRUSTED|CERT_REJECTED|ISSUER_)/,
    kind: 'unknown-authority',
  },
  { pattern: /^CERT_HAS_EXPIRED$/, kind: 'expired' },
  { pattern: /^CERT_NOT_YET_VALID$/, kind: 'not-yet-valid' },
];

/** Weak keys and signatures have a rule of their own (RFC 9325 section 4.5); the name is compared below. */
const NOT_OF_THE_CHAIN = /_TOO_(SMALL|WEAK)$|^ERR_TLS_CERT_ALTNAME/;

/**
 * Why the certificate of a connection that was made with `rejectUnauthorized: false` does not hold for a host, each
 * reason once; empty for one that does. Each of chain, name and validity is looked at whatever is wrong with the others.
 * `ca`: PEM of the private CA that the connection trusts beside the public ones.
 */
export function certificateFailings(
  socket: TLSSocket,
  host: string,
  now: number,
  ca?: string,
): CertificateFailing[] {
  const leaf = socket.getPeerCertificate(true);
  // Suites without authentication show none.
  if (Object.keys(leaf).length === 0) return [];
  const failings: CertificateFailing[] = [];
  // Declared as an Error, but a code where OpenSSL refuses the chain, and null where it does not.
  const reason = socket.authorizationError as unknown;
  if (typeof reason === 'string') {
    const isOther = NOT_OF_THE_CHAIN.test(reason);
    const kind = CHAIN_CODES.find(({ pattern }) => pattern.test(reason))?.kind ?? 'unfit';
    // The last of OpenSSL's reasons may hide one that says more.
    const hidden = isOther || kind === 'expired' || kind === 'not-yet-valid' ? hiddenFailing(leaf, ca) : null;
    if (hidden !== null) failings.push(hidden);
    if (!isOther) failings.push({ kind, detail: `${reason}; ${pathOf(leaf)}` });
  }
  const validity = validityFailing(leaf, now);
  if (validity !== null && !failings.some(({ kind }) => kind === validity.kind)) failings.push(validity);
  const name = checkServerIdentity(host, leaf);
  if (name !== undefined) failings.push({ kind: 'wrong-name', detail: namesOf(leaf) });
  return failings.map((failing) =>
    failing.kind === 'expired' || failing.kind === 'not-yet-valid'
      ? { ...failing, detail: periods(leaf) }
      : failing,
  );
}

function hiddenFailing(leaf: DetailedPeerCertificate, ca: string | undefined): CertificateFailing | null {
  const chain = chainOf(leaf).map(({ raw }) => new X509Certificate(raw));
  const failing = chainFailing(chain, ca);
  return failing === null ? null : { kind: failing.kind, detail: `${failing.reason}; ${pathOf(leaf)}` };
}

function validityFailing(leaf: DetailedPeerCertificate, now: number): CertificateFailing | null {
  if (Date.parse(leaf.valid_to) < now) return { kind: 'expired', detail: '' };
  return Date.parse(leaf.valid_from) > now ? { kind: 'not-yet-valid', detail: '' } : null;
}

/** The certificate and its issuers as far as they were sent or are known, the certificate first; each once. */
function chainOf(leaf: DetailedPeerCertificate): DetailedPeerCertificate[] {
  const chain: DetailedPeerCertificate[] = [];
  let one: DetailedPeerCertificate | undefined = leaf;
  // What signed itself has itself as issuer. A longer chain is none that anybody made on purpose.
  const seen = new Set<string>();
  while (one !== undefined && chain.length < 8 && !seen.has(one.fingerprint256)) {
    chain.push(one);
    seen.add(one.fingerprint256);
    one = one.issuerCertificate;
  }
  return chain;
}

function pathOf(leaf: DetailedPeerCertificate): string {
  const last = chainOf(leaf).at(-1) ?? leaf;
  return `${nameOf(leaf.subject)}, and the chain ends at ${nameOf(last.subject)}, issued by ${nameOf(last.issuer)}`;
}

function periods(leaf: DetailedPeerCertificate): string {
  return chainOf(leaf)
    .map((one) => `${nameOf(one.subject)}: ${day(one.valid_from)} to ${day(one.valid_to)}`)
    .join('; ');
}

function namesOf({ subject, subjectaltname }: DetailedPeerCertificate): string {
  return subjectaltname ?? `${nameOf(subject)}, without subjectAltName`;
}

/** A certificate may have no subject at all, and several values of one kind. */
function nameOf(name: DetailedPeerCertificate['subject'] | undefined): string {
  const named: unknown = name?.CN ?? name?.O ?? 'a name without words';
  return [named].flat().map(String).join(' ');
}

function day(text: string): string {
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? text : new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
}
